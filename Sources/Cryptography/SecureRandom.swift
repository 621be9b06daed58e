// Randomness for keys and nonces comes from the system, never from a generator of our own, and in one call for all of it: a call
// for each byte is most of the time of filing.

import Glibc

/// As many unpredictable bytes as asked for.
package func secureRandom(_ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { memory, initialized in
        // The array owns `count` bytes; arc4random_buf (glibc 2.36) fills them all and cannot fail.
        guard let start = memory.baseAddress else { return }
        unsafe arc4random_buf(start, count)
        initialized = count
    }
}
