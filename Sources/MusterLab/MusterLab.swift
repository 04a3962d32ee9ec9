// MusterLab
