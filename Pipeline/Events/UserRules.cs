namespace Streaming.Pipeline.Events;

/// <summary>The rules of a valid user.</summary>
public static class UserRules
{
    public const string IdUuid = "id.uuid";
}
