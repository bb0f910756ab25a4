using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

// Writes a resource of an assembly, which is read and not loaded, into a file.
var (assembly, name, output) = (args[0], args[1], args[2]);
using var image = new PEReader(File.OpenRead(assembly));
var metadata = image.GetMetadataReader();
var resource = metadata.ManifestResources.Select(metadata.GetManifestResource).Single(resource => metadata.GetString(resource.Name) == name);

var resources = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
var content = resources.GetReader((int)resource.Offset, resources.Length - (int)resource.Offset);
Directory.CreateDirectory(Path.GetDirectoryName(output)!);
File.WriteAllBytes(output, content.ReadBytes(content.ReadInt32()));
