// MusterCoreTests
