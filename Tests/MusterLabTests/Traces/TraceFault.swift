import MusterLab

/// What opening a spec says, or nil where it opens; paths into `scratch` are cut short.
func complaint(_ spec: String, in scratch: ScratchDirectory? = nil) -> String? {
  do {
    _ = try TraceCatalogue().open(spec)
    return nil
  } catch {
    return scratch.map { $0.shortened("\(error)") } ?? "\(error)"
  }
}
