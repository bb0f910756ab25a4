namespace Streaming.Tests.EndToEnd.Deployment;

/// <summary>What is published, as it was last looked at: the files are there to be read.</summary>
internal static class Golden
{
    /// <summary>Set to <c>true</c>, the files are written anew, in place of being compared.</summary>
    private const string Accept = "ACCEPT_PUBLISHED";

    public static async Task AssertAsync(string name, string text)
    {
        var path = Path.Combine(Repository.Root, "tests", "EndToEnd", "Deployment", name);
        if (Environment.GetEnvironmentVariable(Accept) == "true") await File.WriteAllTextAsync(path, text);
        Assert.True(
            text == await File.ReadAllTextAsync(path),
            $"What is published is not {path} any more. If it is meant to differ, run this test once with {Accept}=true, and look at the difference before "
            + $"it is committed. It is now:\n{text}");
    }
}
