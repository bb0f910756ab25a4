namespace Streaming.SampleSource.Generator;

/// <summary>The top-level fields of a user, in the order of the answer.</summary>
[Flags]
internal enum Fields
{
    None = 0,
    Gender = 1,
    Name = 2,
    Location = 4,
    Email = 8,
    Login = 16,
    Dob = 32,
    Registered = 64,
    Phone = 128,
    Cell = 256,
    Id = 512,
    Picture = 1024,
    Nat = 2048,
    All = 4095,
}
