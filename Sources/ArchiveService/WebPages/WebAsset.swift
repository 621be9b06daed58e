// The files of the web page (Web/), which are in the program itself: no folder to find, nothing to be changed beside it. The page loads
// nothing from elsewhere, and a browser is told so.

import EvidenceValues
package import HTTPTypes
import TransparencyLog

/// One file of the page.
package struct WebAsset: Sendable {
    /// Its name below `/web/`.
    package let name: String
    package let mediaType: String
    package let bytes: [UInt8]
    /// A strong entity tag: the digest of the bytes.
    package let tag: String

    private init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        mediaType = WebAsset.mediaType(of: name)
        tag = "\"\(Digest.sha256(bytes).hex)\""
    }

    /// The page itself.
    package static let page = WebAsset("index.html", PackageResources.index_html)

    /// What it loads.
    package static let all: [WebAsset] = [
        WebAsset("style.css", PackageResources.style_css),
        WebAsset("icon.svg", PackageResources.icon_svg),
        WebAsset("api.js", PackageResources.api_js),
        WebAsset("app.js", PackageResources.app_js),
        WebAsset("bundle-part.js", PackageResources.bundle_part_js),
        WebAsset("bytes.js", PackageResources.bytes_js),
        WebAsset("cms.js", PackageResources.cms_js),
        WebAsset("der.js", PackageResources.der_js),
        WebAsset("exhibit.js", PackageResources.exhibit_js),
        WebAsset("exhibit-part.js", PackageResources.exhibit_part_js),
        WebAsset("exhibits-part.js", PackageResources.exhibits_part_js),
        WebAsset("file-view.js", PackageResources.file_view_js),
        WebAsset("filing.js", PackageResources.filing_js),
        WebAsset("german.js", PackageResources.german_js),
        WebAsset("identity.js", PackageResources.identity_js),
        WebAsset("key-part.js", PackageResources.key_part_js),
        WebAsset("log-view.js", PackageResources.log_view_js),
        WebAsset("matter-view.js", PackageResources.matter_view_js),
        WebAsset("missing-part.js", PackageResources.missing_part_js),
        WebAsset("page.js", PackageResources.page_js),
        WebAsset("receipt.js", PackageResources.receipt_js),
        WebAsset("recognise.js", PackageResources.recognise_js),
        WebAsset("session.js", PackageResources.session_js),
        WebAsset("session-view.js", PackageResources.session_view_js),
        WebAsset("sha256.js", PackageResources.sha256_js),
        WebAsset("timeline.js", PackageResources.timeline_js),
        WebAsset("trust.js", PackageResources.trust_js),
        WebAsset("verify-view.js", PackageResources.verify_view_js),
        WebAsset("words.js", PackageResources.words_js),
    ]

    /// Only what this server sends runs, styles, draws or is asked; nothing inline; no other page may frame it. Markup is made of text in
    /// one place, the report's (verify-view.js), by the policy `report` of Trusted Types.
    package static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types report
        """

    /// What a browser must know of each file. Names do not change with contents, so it asks each time whether they have changed.
    package var headers: HTTPFields {
        [
            .eTag: tag, .cacheControl: "no-cache", .contentSecurityPolicy: WebAsset.policy,
            .xContentTypeOptions: "nosniff", .known("Referrer-Policy"): "no-referrer",
            .known("Cross-Origin-Opener-Policy"): "same-origin",
            .known("Cross-Origin-Resource-Policy"): "same-origin",
            .known("Permissions-Policy"):
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ]
    }

    private static func mediaType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "text/javascript; charset=utf-8"
        }
    }
}
