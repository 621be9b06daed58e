// The look of the timeline and of the map of evidence. Whatever is coloured has a shape or a word as well.

extension Stylesheet {
    static let drawings = """
        .outstanding { border: 2px solid var(--no); border-radius: 10px; padding: .2rem 1.1rem .6rem; margin: .8rem 0; }
        .outstanding h3 { color: var(--no); }
        svg .note { font-size: 11px; paint-order: stroke; stroke: var(--page); stroke-width: 3; }
        svg .axis, svg .tear { stroke: var(--soft); fill: none; }
        svg .tear { stroke-dasharray: 3 3; }
        svg .gap { fill: var(--page); }
        svg .half { fill: var(--page); stroke: var(--bar); stroke-width: 2; }
        svg .valid { stroke: var(--yes); stroke-width: 3; opacity: .6; }
        svg .before { fill: var(--soft); opacity: .16; }
        svg .revoked, svg .unpublished { fill: var(--no); opacity: .2; }
        svg .wall { stroke: var(--no); stroke-width: 3; }
        svg .span { stroke: var(--no); stroke-width: 2.5; fill: none; }
        svg .hollow { fill: var(--page); stroke: var(--ink); stroke-width: 1.5; }
        svg .mark { fill: var(--ink); }
        svg .alarm, svg text.alarm { fill: var(--no); }
        svg text.alarm { font-weight: 700; }
        svg .for { fill: var(--yes-back); stroke: var(--yes); }
        svg .against { fill: var(--no-back); stroke: var(--no); }
        svg .doubt, svg .mixed { fill: var(--open-back); stroke: var(--open); }
        svg .gap-cell { fill: none; stroke: var(--open); stroke-dasharray: 4 3; }
        svg .head { font-weight: 700; font-size: 13px; }
        svg text.yes { fill: var(--yes); background: none; }
        svg text.no { fill: var(--no); background: none; }
        svg text.open { fill: var(--open); background: none; }
        svg .due { fill: var(--open); }

        """
}
