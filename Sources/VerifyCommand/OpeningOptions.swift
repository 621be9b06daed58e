// What an arbiter opens with: his key, for what parties sealed to him.

import ArgumentParser

/// The key for contents that are sealed to the arbiter.
package struct OpeningOptions: ParsableArguments {
    package init() {}
}
