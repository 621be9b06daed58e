// Eight bytes at a time, and texts written into memory that is set aside once. These are the only places where values touch raw
// memory: the standard library marks them unsafe for types with padding or invalid bit patterns, and integers have neither.

import CText

extension Span<UInt8> {
    /// The eight bytes from `offset` on as a number, the first byte the highest.
    /// - Precondition: they are within the span.
    @inlinable
    package func word(at offset: Int) -> UInt64 {
        precondition(
            offset >= 0 && offset <= count - 8, "bad offset math: eight bytes at \(offset)")
        // Checked above; every bit pattern is an integer.
        return unsafe UInt64(
            bigEndian: bytes.unsafeLoadUnaligned(
                fromByteOffset: offset, as: UInt64.self))
    }

    /// Whether `text` stands at `offset`; false where it would go beyond the end.
    @inlinable @inline(always)
    package func has(_ text: StaticString, at offset: Int) -> Bool {
        let size = text.utf8CodeUnitCount
        guard offset >= 0, size <= count - offset else { return false }
        // A static string is there for ever; all loads are below its size and, by the guard, within the span. The size is known to the
        // compiler where this is inlined, so that neither loop nor branch is left.
        let text = unsafe UnsafeRawPointer(text.utf8Start)
        var difference: UInt64 = 0
        var position = 0
        while position + 8 <= size {
            difference |=
                unsafe text.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                ^ bytes.unsafeLoadUnaligned(fromByteOffset: offset + position, as: UInt64.self)
            position += 8
        }
        if size & 4 != 0 {
            difference |= unsafe UInt64(
                text.loadUnaligned(fromByteOffset: position, as: UInt32.self)
                    ^ bytes.unsafeLoadUnaligned(
                        fromByteOffset: offset + position, as: UInt32.self))
            position += 4
        }
        while position < size {
            difference |= unsafe UInt64(
                text.loadUnaligned(fromByteOffset: position, as: UInt8.self)
                    ^ self[unchecked: offset + position])
            position += 1
        }
        return difference == 0
    }

    /// Whether the bytes of `other` stand at `offset`; false where they would go beyond the end.
    package func has(_ other: Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, other.count <= count - offset else { return false }
        return unsafe extracting(offset..<(offset + other.count)).withBytes { left, count in
            unsafe other.withBytes { right, _ in unsafe docket_same(left, right, count) == 1 }
        }
    }

    /// Whether these are the bytes of `word`.
    @inline(always)
    func isWord(_ word: StaticString) -> Bool {
        count == word.utf8CodeUnitCount && has(word, at: 0)
    }

    /// Where the first line feed stands from `start` on; `count` if there is none.
    /// - Precondition: `start` is within the span, or its end.
    package func end(ofLineAt start: Int) -> Int {
        unsafe start + extracting(start...).withBytes { unsafe docket_line_end($0, $1) }
    }

    /// Where the first byte from `start` on stands that is not in `set`; `count` if there is none.
    /// - Precondition: `start` is within the span, or its end.
    @inline(always)
    func end(in set: docket_set, from start: Int) -> Int {
        precondition(start >= 0 && start <= count, "bad offset math: a name at \(start)")
        return unsafe withUnsafeBufferPointer { bytes in
            // From `start` on there are so many bytes as is said; of nothing nothing is read.
            guard let address = bytes.baseAddress else { return start }
            return unsafe start + docket_prefix_in(set, address + start, bytes.count - start)
        }
    }

    /// The words of the 32 bytes that the 44 characters of base64 from `offset` on write; nil if there are none such.
    @inline(always)
    func base64Words(at offset: Int) -> (UInt64, UInt64, UInt64, UInt64)? {
        guard offset >= 0, offset <= count - Bytes32.base64Size else { return nil }
        // By the guard 44 bytes are there, and so many are read.
        let read = unsafe withUnsafeBufferPointer { bytes -> docket_bytes32 in
            guard let address = bytes.baseAddress else { return docket_bytes32() }
            return unsafe docket_base64_read(address + offset)
        }
        return read.is_there == 1 ? read.words : nil
    }

    /// Whether the 44 characters from `offset` on are base64 of 32 bytes.
    func isBase64(at offset: Int) -> Bool {
        guard offset >= 0, offset <= count - Bytes32.base64Size else { return false }
        // By the guard 44 bytes are there, and so many are read.
        return unsafe withUnsafeBufferPointer { bytes in
            guard let address = bytes.baseAddress else { return false }
            return unsafe docket_is_base64(address + offset) == 1
        }
    }

    /// The words of the digest that the 52 characters from `offset` on write; nil if there are none such.
    @inline(always)
    func digestWords(at offset: Int) -> (UInt64, UInt64, UInt64, UInt64)? {
        guard offset >= 0, offset <= count - Digest.textSize else { return nil }
        // By the guard 52 bytes are there, and so many are read.
        let read = unsafe withUnsafeBufferPointer { bytes -> docket_bytes32 in
            guard let address = bytes.baseAddress else { return docket_bytes32() }
            return unsafe docket_digest_read(address + offset)
        }
        return read.is_there == 1 ? read.words : nil
    }

    /// Calls `body` with the address of the bytes, which is valid during the call, and their count.
    private func withBytes<Result>(_ body: (UnsafePointer<UInt8>?, Int) -> Result) -> Result {
        unsafe withUnsafeBufferPointer { unsafe body($0.baseAddress, $0.count) }
    }

    /// A copy of these bytes.
    package var array: [UInt8] {
        // The span's memory is valid during the call, and is only read.
        unsafe withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension String {
    /// The text whose UTF-8 is `bytes`; nil if they are none.
    package init?(validatingUTF8 bytes: Span<UInt8>) {
        guard let text = try? UTF8Span(validating: bytes) else { return nil }
        self.init(copying: text)
    }

    /// The text whose UTF-8 is `bytes`; what is no UTF-8 becomes U+FFFD.
    package init(utf8 bytes: Span<UInt8>) {
        // The span's memory is valid during the call, and is copied.
        self = unsafe bytes.withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }
}

extension [UInt8] {
    /// What `write` writes.
    /// - Precondition: it is `capacity` bytes at most.
    @inlinable
    package init(textOf capacity: Int, _ write: (inout OutputRawSpan) -> Void) {
        unsafe self.init(unsafeUninitializedCapacity: capacity) { memory, count in
            // The array owns the memory; `output` counts what it has written and stops the program before its end.
            let raw = UnsafeMutableRawBufferPointer(memory)
            var output = unsafe OutputRawSpan(buffer: raw, initializedCount: 0)
            write(&output)
            count = unsafe output.finalize(for: raw)
        }
    }
}

extension OutputRawSpan {
    /// Writes eight bytes, the highest first.
    @inlinable
    package mutating func write(word: UInt64) {
        unsafe append(word.bigEndian, as: UInt64.self)
    }

    /// Writes four bytes, the highest first.
    @inlinable
    package mutating func write(word: UInt32) {
        unsafe append(word.bigEndian, as: UInt32.self)
    }

    /// Writes one byte.
    @inlinable
    package mutating func write(byte: UInt8) { unsafe append(byte, as: UInt8.self) }

    /// Writes the 44 characters of the base64 of 32 bytes, given as words.
    mutating func write(base64 words: (UInt64, UInt64, UInt64, UInt64)) {
        var words = words
        // 44 bytes on the stack; the call writes them all.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Bytes32.base64Size) { text in
            unsafe Swift.withUnsafeMutableBytes(of: &words) {
                unsafe docket_base64_write(
                    $0.assumingMemoryBound(to: UInt64.self).baseAddress, text.baseAddress)
            }
            write(unsafe Span(_unsafeElements: text))
        }
    }

    /// Writes `bytes`.
    @inlinable
    package mutating func write(_ bytes: Span<UInt8>) {
        var position = 0
        while position + 8 <= bytes.count {
            write(word: bytes.word(at: position))
            position += 8
        }
        while position < bytes.count {
            write(byte: bytes[position])
            position += 1
        }
    }

    /// Writes `text`.
    @inlinable @inline(always)
    package mutating func write(_ text: StaticString) {
        // A static string is there for ever.
        write(unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes `text` in UTF-8.
    package mutating func write(_ text: String) { write(text.utf8Span.span) }

    /// Writes `number` in decimal.
    package mutating func write(decimal number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            write(byte: UInt8(truncatingIfNeeded: 0x30 + number / divisor % 10))
            divisor /= 10
        }
    }
}
