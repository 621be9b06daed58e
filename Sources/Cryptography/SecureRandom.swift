// Randomness for those who are given it as a parameter: the system's generator, which cannot fail and blocks only before the
// machine has gathered entropy.

/// So many random bytes from the operating system.
package func secureRandom(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in generator.next() }
}
