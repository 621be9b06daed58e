// What the page inside a bundle says of the bundle, in German.

extension German {
    /// The digest that is not known yet.
    static let draft: Table = [
        "not known yet: this page was made before the bundle was written":
            "noch nicht bekannt: diese Seite entstand, bevor das Bündel geschrieben wurde"
    ]
}
