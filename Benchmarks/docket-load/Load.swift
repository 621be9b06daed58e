// A load of many clients on a service, from a process of its own: filings that were signed beforehand, reads of what is static, connections that
// rest, one large upload. And the same filings straight into an archive, with the same checks of their signatures, for the ratio.
//
//     docket-load filings host=H port=P token=FILE origin=O matter=M key=K certificate=C count=N clients=64 size=2048 [acknowledged=FILE]
//     docket-load embedded archive=FOLDER state=FOLDER matter=M key=K certificate=C count=N clients=64 size=2048
//     docket-load reads host=H port=P path=/checkpoint count=N clients=16
//     docket-load idle host=H port=P clients=1000 seconds=10
//     docket-load upload host=H port=P token=FILE origin=O matter=M key=K certificate=C size=2147483648
//
// Each prints one JSON object a line.

import Foundation

/// `docket-load MODE NAME=VALUE …`.
@main
struct Load {
    static func main() async {
        do {
            let options = try Options(CommandLine.arguments)
            switch options.mode {
            case "filings": try await FilingLoad(options).run()
            case "embedded": try await EmbeddedLoad(options).run()
            case "reads": try await ReadLoad(options).run()
            case "idle": try await IdleLoad(options).run()
            case "upload": try await UploadLoad(options).run()
            default: throw LoadError.usage("there is no mode \(options.mode)")
            }
        } catch {
            FileHandle.standardError.write(Data("docket-load: \(error)\n".utf8))
            exit(1)
        }
    }
}

/// Why a load did not run.
enum LoadError: Error {
    case usage(String)
    /// The service answered so.
    case answer(Int, String)
    /// The connection ended before the answer did.
    case ended
}

/// `NAME=VALUE` of the command line.
struct Options: Sendable {
    let mode: String
    private let values: [String: String]

    init(_ arguments: [String]) throws {
        guard arguments.count > 1 else { throw LoadError.usage("no mode is named") }
        mode = arguments[1]
        var values: [String: String] = [:]
        for argument in arguments.dropFirst(2) {
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw LoadError.usage(argument) }
            values[String(parts[0])] = String(parts[1])
        }
        self.values = values
    }

    func text(_ name: String, _ standard: String? = nil) throws -> String {
        guard let value = values[name] ?? standard else { throw LoadError.usage("\(name)=…") }
        return value
    }

    func number(_ name: String, _ standard: Int? = nil) throws -> Int {
        guard let text = values[name] else {
            guard let standard else { throw LoadError.usage("\(name)=…") }
            return standard
        }
        guard let number = Int(text), number >= 0 else { throw LoadError.usage("\(name)=\(text)") }
        return number
    }

    func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: text(name))))
    }
}
