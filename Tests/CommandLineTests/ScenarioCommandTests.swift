// The program docket-scenario: what it prints, what it makes, how it refuses.

import EvidenceTesting
import Testing

@Suite struct `docket-scenario` {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try folder.write("small.json", Array(`A scenario's description`.small.utf8))
        try folder.write("a.md", Array("# Agreement\n".utf8))
    }

    private func run(_ arguments: String...) throws -> CommandResult {
        try CommandResult.run(
            try CommandResult.product("docket-scenario"), arguments, in: folder.path)
    }

    @Test func `lists the mutants`() throws {
        let result = try run("list", "small.json")
        #expect(result.status == 0)
        #expect(result.output == "unsigned\tu\nrenamed\tr\nnowhere\tw\nlate\tl\n")
    }

    @Test func `builds a folder that says how to go on`() throws {
        #expect(try run("build", "small.json", "-o", "out", "--mutant", "renamed").status == 0)
        let readme = String(decoding: try folder.read("out/README.txt"), as: UTF8.self)
        #expect(readme.contains("docket list --archive archive --matter M-1"))
        #expect(try folder.read("out/exhibits/e.md") == Array("Text\n".utf8))
    }

    @Test(arguments: [
        (["build", "none.json", "-o", "out"], 1, "cannot read none.json"),
        (["build", "a.md", "-o", "out"], 1, "no JSON at line 1, column 1"),
        (["build", "small.json", "-o", "."], 1, "is not empty"),
        (
            ["build", "small.json", "-o", "out", "--mutant", "x"], 1,
            "/mutants: nothing is called x here"
        ),
        (["build", "small.json"], 64, "Missing expected argument"),
    ])
    func `refuses with a reason and a status`(
        arguments: [String], status: Int32, words: String
    ) throws {
        let result = try CommandResult.run(
            try CommandResult.product("docket-scenario"), arguments, in: folder.path)
        #expect(result.status == status)
        #expect(result.output.contains(words), "\(result.output)")
    }
}
