// `squareRoot()` and `rounded()` compile to calls of the C library's sqrt, round and trunc. IEEE 754 fixes their
// results to the bit, so they are as portable as our own; but only this import makes the linker look for them in
// an executable that imports no C library itself.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
