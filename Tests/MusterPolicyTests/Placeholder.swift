// MusterPolicyTests
