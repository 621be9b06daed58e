// Certificate policies along a path (RFC 5280 §6.1), kept as the graph of RFC 9618 instead of the tree: a node for each policy and
// certificate, with edges to the policies of the certificate above that were mapped to it. The tree grows by a factor with each
// certificate of a hostile chain; the graph never has more nodes than the certificates have policies.
//
// A node without parents descends from anyPolicy. Each level is made with the certificate above it (its policies are those that are
// then expected) and narrowed by its own certificate.

/// The valid policies of a path, certificate by certificate.
struct PolicyGraph {
    private struct Node {
        /// Policies of the level above that are mapped to this one; none if it descends from anyPolicy.
        var parents: [PolicyIdentifier]
    }

    private struct Level {
        var nodes: [PolicyIdentifier: Node] = [:]
        var hasAnyPolicy = false

        var isEmpty: Bool { nodes.isEmpty && !hasAnyPolicy }
    }

    private var levels: [Level] = [Level(hasAnyPolicy: true)]

    private var last: Level {
        get { levels[levels.count - 1] }
        set { levels[levels.count - 1] = newValue }
    }

    /// Whether no policy is valid any more (`valid_policy_tree` is NULL).
    var isEmpty: Bool { last.isEmpty }

    /// Takes in the policies of the next certificate (RFC 5280 §6.1.3 (d), (e)); nil if it states none.
    mutating func narrow(to policies: [PolicyIdentifier]?, isAnyPolicyAllowed: Bool) {
        guard let policies else {
            last = Level()
            return
        }
        let hadAnyPolicy = last.hasAnyPolicy
        if !isAnyPolicyAllowed || !policies.contains(PathExtensions.anyPolicy) {
            // §6.1.3 (d)(1)(i), (3).
            let stated = Set(policies)
            last.nodes = last.nodes.filter { stated.contains($0.key) }
            last.hasAnyPolicy = false
        }
        guard hadAnyPolicy else { return }
        // §6.1.3 (d)(1)(ii).
        for policy in policies where policy != PathExtensions.anyPolicy {
            if last.nodes[policy] == nil { last.nodes[policy] = Node(parents: []) }
        }
    }

    /// Makes the level of the next certificate (RFC 5280 §6.1.4 (b)).
    mutating func descend(by mappings: [PathExtensions.PolicyMapping], isMappingAllowed: Bool) {
        var targets: [PolicyIdentifier: Set<PolicyIdentifier>] = [:]
        for mapping in mappings {
            targets[mapping.issuerDomainPolicy, default: []].insert(mapping.subjectDomainPolicy)
        }
        if isMappingAllowed {
            // A policy that is mapped and stands for anyPolicy gets a node of its own (§6.1.4 (b)(1)).
            for policy in targets.keys where last.hasAnyPolicy && last.nodes[policy] == nil {
                last.nodes[policy] = Node(parents: [])
            }
        } else {
            for policy in targets.keys { last.nodes[policy] = nil }
            targets = [:]
        }
        var next = Level(hasAnyPolicy: last.hasAnyPolicy)
        for policy in last.nodes.keys {
            for expected in targets[policy] ?? [policy] {
                next.nodes[expected, default: Node(parents: [])].parents.append(policy)
            }
        }
        levels.append(next)
    }

    /// Whether a valid policy of the whole path is one of these, in the terms of the trust anchor (RFC 5280 §6.1.5 (g)); nil stands for
    /// any policy.
    func isValid(for initial: Set<PolicyIdentifier>?) -> Bool {
        guard let initial, !initial.contains(PathExtensions.anyPolicy) else { return !isEmpty }
        if last.hasAnyPolicy { return !initial.isEmpty }
        var reached = Set(last.nodes.keys)
        for level in levels.reversed() {
            var above: Set<PolicyIdentifier> = []
            for policy in reached {
                guard let node = level.nodes[policy] else { continue }
                if node.parents.isEmpty && initial.contains(policy) { return true }
                above.formUnion(node.parents)
            }
            reached = above
        }
        return false
    }
}
