// MusterLabTests
