/// The text in `bytes`, or nil if they are not UTF-8.
func validText(_ bytes: Bytes) -> String? {
  String(validating: bytes, as: UTF8.self)
}
