// Room for long work: so many at once, of one holder fewer, and given back however it ends.

import ServiceInterface
import Testing

@testable import ArchiveService

@Suite struct `Room for long work` {
    private func take(_ places: Places, _ holder: String) async -> Bool {
        do { return try await places.holding(for: holder, waiting: .zero) { true } } catch {
            #expect((error as? Problem)?.code == .overloaded)
            return false
        }
    }

    @Test func `one holder has fewer than all have`() async throws {
        let places = Places(3, ofOne: 2)
        try await places.holding(for: "a", waiting: .zero) {
            try await places.holding(for: "a", waiting: .zero) {
                #expect(await !take(places, "a"))
                try await places.holding(for: "b", waiting: .zero) {
                    #expect(await !take(places, "b"))
                    #expect(await !take(places, "c"))
                }
                #expect(await take(places, "c"))
            }
        }
        #expect(await take(places, "a"))
    }

    @Test func `what fails gives its place back`() async {
        struct Failure: Error {}
        let places = Places(1, ofOne: 1)
        for _ in 0..<3 {
            await #expect(throws: Failure.self) {
                try await places.holding(for: "a", waiting: .zero) { throw Failure() }
            }
        }
        #expect(await take(places, "a"))
    }
}
