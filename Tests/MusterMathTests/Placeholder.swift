// MusterMathTests
