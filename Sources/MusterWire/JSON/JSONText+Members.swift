extension JSONText {
  /// Writes a member whose value is a string.
  public mutating func member(_ name: String, _ value: String) {
    self.name(name)
    string(value)
  }

  /// Writes a member whose value is a string, or null for nil.
  public mutating func member(_ name: String, orNull value: String?) {
    self.name(name)
    if let value { string(value) } else { null() }
  }

  /// Writes a member whose value is a whole number.
  public mutating func member(_ name: String, _ value: some BinaryInteger) {
    self.name(name)
    number(value)
  }

  /// Writes a member whose value is true or false.
  public mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    boolean(value)
  }

  /// Writes a member if there is a value, else nothing.
  public mutating func member(_ name: String, ifAny value: String?) {
    if let value { member(name, value) }
  }
}
