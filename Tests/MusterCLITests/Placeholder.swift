// MusterCLITests
