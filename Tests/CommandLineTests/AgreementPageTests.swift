// The page of an agreement: every rule and statement is there and linked, and nothing that an agreement says becomes markup.

import Agreements
import EvidenceValues
import Foundation
import Testing

@testable import EvidenceReport

@Suite struct `The page of an agreement` {
    static let names = ["seca-1.0", "simple-sale"]

    struct Shown {
        let text: String
        let agreement: Agreement
        let page: String

        init(_ text: String) throws {
            self.text = text
            agreement = try Agreement(parsing: text)
            let digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32)))
            page = String(
                decoding: renderAgreement(agreement, text: text, digest: digest), as: UTF8.self)
        }

        init(named name: String) throws {
            let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
            try self.init(
                String(contentsOf: root.appending(path: "Policies/\(name).md"), encoding: .utf8))
        }

        /// What stands behind `prefix` up to the next quotation mark.
        func all(_ prefix: String) -> [String] {
            page.components(separatedBy: prefix).dropFirst().map {
                String($0.prefix { $0 != "\"" })
            }
        }
    }

    @Test(arguments: names) func `every link has one target`(name: String) throws {
        let shown = try Shown(named: name)
        let targets = shown.all("id=\"")
        #expect(Set(targets).count == targets.count)
        let links = Set(shown.all("href=\"#"))
        #expect(links.count > 40)
        #expect(links.isSubset(of: Set(targets)), "\(links.subtracting(targets))")
    }

    @Test(arguments: names)
    func `each rule and statement is there once, and is linked as the judge reads it`(
        name: String
    ) throws {
        let shown = try Shown(named: name)
        let rules = shown.all("id=\"rule-")
        #expect(rules.count == shown.agreement.rules.count)
        #expect(
            Set(shown.all("id=\"statement-")).count == shown.agreement.predicates.count)
        #expect(Set(shown.all("id=\"parameter-")) == Set(shown.agreement.parameters.keys))
        let uses = AgreementUses(AgreementSource(shown.text), shown.agreement)
        for (number, rule) in shown.agreement.rules.enumerated() {
            let place = AgreementUses.Place(article: rule.article, rule: number + 1)
            #expect(
                uses.concluded[rule.head.predicate]?.contains(place) == true,
                "\(rule.head.predicate)")
            var used: Set<String> = Set(rule.rebuttals.map(\.atom.predicate))
            for condition in rule.conditions {
                switch condition {
                case .atom(let atom, _): used.insert(atom.predicate)
                case .aggregate(_, _, of: _, let atom, like: _, provenBurden: _):
                    used.insert(atom.predicate)
                case .comparison: break
                }
            }
            let known = used.filter { shown.agreement.predicates[$0] != nil }
            let linked = Set(uses.used.filter { $0.value.contains(place) }.keys)
                .filter { shown.agreement.predicates[$0] != nil }
            #expect(known == linked, "\(place)")
        }
    }

    @Test(arguments: names) func `it loads nothing, runs nothing and stays small`(
        name: String
    ) throws {
        let shown = try Shown(named: name)
        for word in ["<script", "src=", "http:", "https:", "@import", "url(", "onclick"] {
            #expect(!shown.page.contains(word), "\(word)")
        }
        #expect(shown.page.contains("default-src 'none'"))
        #expect(shown.page.utf8.count < 20_000 + 4 * shown.text.utf8.count)
        for article in shown.agreement.articles {
            #expect(shown.page.contains("<section id=\"\(article.id)\">"))
        }
    }

    @Test func `what an agreement says never becomes markup`() throws {
        let shown = try Shown(
            """
            # A & B "quoted" < z

            Version: bad-1

            ```parameters
            T_skew = 1min
            ```

            ```predicates
            evidence open odd(party P, word W) "<img src=x onerror=alert(1)> {P} </p> {W}"
                missing "<script>{P}</script>" from "<i>clerk</i>".
            derived closed even(party P) "{P} & 'co' <b>".
            ```

            ## A-01 "Title" & < more

            Words & < 3 *em & phasis* `code < 1` **strong "x"** [link](javascript:alert(1)) - * ` **.

            - one < two
            - three & four

            ```rules
            even(P) if odd(P, "<img src=x> odd(P, W) </pre>").
            ```

            """)
        for word in ["<img", "<script", "<i>", "<b>", "</p> ", "x> odd", "\"quoted\" <", "& B"] {
            #expect(!shown.page.contains(word), "\(word)")
        }
        #expect(shown.page.contains("&lt;img src=x onerror=alert(1)&gt;"))
        #expect(shown.page.contains("<em>em &amp; phasis</em>"))
        #expect(shown.page.contains("[link](javascript:alert(1))"))
        #expect(shown.page.contains("<li>three &amp; four</li>"))
        // Quoted words in a rule are no names.
        #expect(shown.all("href=\"#statement-odd").count == 1)
    }

    @Test func `the same text gives the same bytes`() throws {
        #expect(try Shown(named: "simple-sale").page == Shown(named: "simple-sale").page)
    }
}
