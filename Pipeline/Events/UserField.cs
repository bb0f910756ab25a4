namespace Streaming.Pipeline.Events;

/// <summary>The fields of a user event. Those from <see cref="Age"/> on are of the processed form only.</summary>
public enum UserField : byte
{
    Id,
    FirstName,
    LastName,
    Gender,
    Address,
    City,
    State,
    Country,
    Nationality,
    PostCode,
    Latitude,
    Longitude,
    Email,
    Username,
    DateOfBirth,
    RegisteredDate,
    Phone,
    Picture,
    IngestedAt,
    Age,
    FullName,
    ProcessedAt,
}

/// <summary>The two flat forms of a user event: as the source had it, and validated and normalised.</summary>
public enum UserForm : byte
{
    Created,
    Processed,
}
