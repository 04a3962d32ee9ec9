// MusterMath
