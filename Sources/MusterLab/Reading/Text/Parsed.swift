/// What came of reading a value from text: the value, or why it is none.
package enum Parsed<Value> {
  case value(Value)
  case fault(TraceError.Kind)
}
