using System.Diagnostics;
using System.IO.Compression;

namespace PortfolioMargin.PublicApi.Tests;

public class PackageTest
{
    [Test]
    public void The_package_holds_what_it_should_and_depends_on_two_packages()
    {
        string folder = Directory.CreateTempSubdirectory("package").FullName;
        try
        {
            string project = Path.Combine(Repository.Root, "src", "PortfolioMargin");
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["pack", project, "--no-build", "-c", Repository.Configuration, "-o", folder]) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, output);

            using var package = ZipFile.OpenRead(Directory.GetFiles(folder, "*.nupkg").Single());
            string[] files = [.. package.Entries.Select(entry => entry.FullName)];
            foreach (string expected in new[] { "lib/net10.0/PortfolioMargin.dll", "lib/net10.0/PortfolioMargin.xml", "README.md", "CHANGELOG.md", "icon.png" }) files.ShouldContain(expected);
            files.ShouldNotContain(file => file.EndsWith(".csv", StringComparison.Ordinal));

            string[] samples = [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples", "linqpad"), "*.linq").Select(path => Path.GetFileName(path)!).Order()];
            samples.ShouldNotBeEmpty();
            files.Select(Uri.UnescapeDataString).Where(file => file.StartsWith("linqpad-samples/", StringComparison.Ordinal)).Order().ShouldBe(samples.Select(name => $"linqpad-samples/{name}"));

            using var reader = new StreamReader(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
            var nuspec = System.Xml.Linq.XDocument.Parse(reader.ReadToEnd());
            nuspec.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Order()
                .ShouldBe(["MathNet.Numerics", "System.Numerics.Tensors"]);
            nuspec.Descendants().Single(element => element.Name.LocalName == "license").Value.ShouldBe("MIT");
            Directory.GetFiles(folder, "*.snupkg").Length.ShouldBe(1);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
