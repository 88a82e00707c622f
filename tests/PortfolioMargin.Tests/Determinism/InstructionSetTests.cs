namespace PortfolioMargin.Tests.Determinism;

/// <summary>The same bits with every instruction set switched off in turn. The effect is asserted, not the switch: a misspelt switch passes silently.</summary>
internal sealed class InstructionSetTests
{
    [TestCase("DOTNET_EnableAVX512", "0", "512=False")]
    [TestCase("DOTNET_PreferredVectorBitWidth", "256", "512=False")]
    [TestCase("DOTNET_PreferredVectorBitWidth", "128", "256=False")]
    [TestCase("DOTNET_EnableAVX2", "0", "fma=False")]
    [TestCase("DOTNET_EnableHWIntrinsic", "0", "fma=False")]
    public void A_process_without_it_computes_the_same_bits(string variable, string value, string effect)
    {
        (string hardware, string digest) = ChildProcess.Run(variable, value);
        TestContext.Out.WriteLine($"{variable}={value}: {hardware}");
        if (System.Runtime.Intrinsics.X86.X86Base.IsSupported) hardware.ShouldContain(effect);
        digest.ShouldBe(KernelDigest.Compute());
    }
}
