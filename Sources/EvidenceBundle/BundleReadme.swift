// README.txt: what somebody reads who opens a bundle by hand. It is the same in every bundle and compared to the byte, so that nobody
// can put advice of his own there. It does not say how to verify: who made a bundle to deceive would write that too.

/// The one text of `README.txt` (docs/formats/bundle.md).
package enum BundleReadme {
    package static let text = """
        This is a bundle of evidence, put together by Docket for one matter.

        exhibits/      the exhibits, under their docket numbers
        archive/       what the archive filed itself: checkpoints and time-stamps over them
        sealed/        exhibits that only the arbiter's key opens, if there are any
        filings/       who filed what, and under which number
        log/           the entries of the archive's log, their proofs, its checkpoint
        agreement/     copies of the agreement and its annex
        bundle.txt     what is here
        claims.txt     the claims
        finding.json   the finding that whoever handed this in expects
        unverified/    a report for a first look; nothing in it has been verified
        META-INF/      digests of all the files, and the signature of whoever handed this in

        Do not rely on anything in here before you have verified the whole with a verifier that
        you got elsewhere, under an agreement and an annex that you accept yourself: the copies
        in here are those of whoever made this file.

        """
}
