// The real service under a real load, killed at any moment: what was acknowledged is there once. `make soak-service` does it 50 times.

import EvidenceTesting
import Foundation
import Testing

@Suite struct KilledServiceTests {
    @Test(.timeLimit(.minutes(10)))
    func `has all that it acknowledged, once, and a clean archive`() throws {
        let tools = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Tools")
        let programs = URL(filePath: try CommandResult.product("docketd"))
            .deletingLastPathComponent().path
        let result = try CommandResult.run(
            "python3", [tools.appending(path: "service_soak.py").path, programs, "--kills", "3"],
            in: tools.path)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("kill 3: "))
    }
}
