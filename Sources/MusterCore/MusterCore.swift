// MusterCore
