// The command line for parties and operators. Each command is thin: parse, one call, print; data on standard output, talk on
// standard error, exit statuses as in `ExitStatus`. The only clock and the only randomness of Docket are made here.

import ArgumentParser
import VerifyCommand

/// `docket COMMAND …`.
@main
struct Docket: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docket",
        abstract: "An archive for legal evidence, and a verifier for disputes.",
        discussion: """
            Example:
              docket init --origin archive.example/trade --archive trade
              docket file --archive trade --matter BAN-1 contract.md
              docket receipt contract.md.receipt --content contract.md --key VERIFIER-KEY

            The archive is the folder of --archive or of DOCKET_ARCHIVE; with --server URL, or DOCKET_SERVER, it is behind \
            a server, and docket --server URL --help shows the verbs.
            Exit status: 0 done, 1 could not do it, 2 failed, 3 indeterminate or conditional, 4 archive damaged, \
            64 wrong usage, 130 interrupted. Treat any other as failure.
            """,
        version: toolVersion,
        subcommands: [
            InitCommand.self, KeyCommand.self, SignCommand.self, TimestampCommand.self,
            SealCommand.self, UnsealCommand.self, PseudonymCommand.self, FileCommand.self,
            ListCommand.self, SearchCommand.self, ShowCommand.self, CheckpointCommand.self,
            ReceiptCommand.self, ConsistencyCommand.self, ExportCommand.self,
            CosignCommand.self, WitnessCommand.self,
            EraseCommand.self, HoldCommand.self, ReleaseCommand.self,
            ReindexCommand.self, BackupCommand.self, RestoreCommand.self,
            AuditCommand.self, RepairCommand.self, BundleCommand.self, VerifyCommand.self,
            ValidateCommand.self, JudgeCommand.self, ExplainCommand.self, DiffCommand.self,
            AwardCommand.self, LiabilityCommand.self, ExchangeCommand.self, AgreementCommand.self,
            ClaimsCommand.self,
        ])

    static func main() {
        do {
            try reporting {
                try RemoteInvocation.followed(by: Array(CommandLine.arguments.dropFirst()))
            }
        } catch { exit(withError: error) }
        enter()
    }
}
