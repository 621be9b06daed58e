// The pages that problems link to, made of the one table of problems. Plain HTML without style or script: it must open for whoever
// stands before an error.

import EvidenceValues
import HTTPTypes
import ServiceInterface

/// A page about problems.
struct ProblemPage {
    private let title: String
    private let body: String

    /// The page of one problem.
    init(_ code: ProblemCode) {
        title = code.title
        body = """
            <dl>
            <dt>Code</dt><dd><code>\(code.rawValue)</code></dd>
            <dt>Status</dt><dd>\(code.status)</dd>
            <dt>What to do</dt><dd>\(ProblemPage.escaped(code.remedy))</dd>
            </dl>
            <p><a href="/problems">All problems</a></p>
            """
    }

    private init(title: String, body: String) {
        self.title = title
        self.body = body
    }

    /// The page of all problems.
    static let list = ProblemPage(
        title: "Problems",
        body: "<table>\n<tr><th>Code</th><th>Status</th><th>What it is</th></tr>\n"
            + ProblemCode.allCases.map { code in
                "<tr><td><a href=\"\(Problem.path(of: code))\"><code>\(code.rawValue)</code></a></td>"
                    + "<td>\(code.status)</td><td>\(escaped(code.title))</td></tr>\n"
            }.joined() + "</table>")

    /// The page as an answer.
    var representation: Representation {
        let title = ProblemPage.escaped(title)
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(title)</title></head>
            <body>
            <h1>\(title)</h1>
            \(body)
            </body>
            </html>

            """
        return Representation(
            Array(page.utf8), mediaType: "text/html; charset=utf-8", isPublic: true,
            headers: [
                .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'"
            ])
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
