//! Tests the matching, in examples and in properties.

use proptest::prelude::*;

use super::*;

/// Returns a layer from words such as `claim 0..10, figure 2..4`.
fn layer(words: &str) -> TagSet {
    let tag = |words: &str| {
        let (label, span) = words.trim().split_once(' ').unwrap();
        let (start, end) = span.split_once("..").unwrap();
        Tag::new(label, Span::new(start.parse().unwrap(), end.parse().unwrap()), "")
    };
    words.split(',').filter(|words| !words.trim().is_empty()).map(tag).collect()
}

/// Returns the clusters in words: the members, and how far they agree.
fn shown(layers: &[&str]) -> Vec<String> {
    let document = Document::new("x".repeat(200));
    let layers: Vec<TagSet> = layers.iter().map(|words| layer(words)).collect();
    let clusters = clusters(&document, &layers.iter().collect::<Vec<_>>());
    let member = |member: &Member| {
        let Tag { label, span, .. } = member.tag;
        format!("{} {label} {}..{}", ["ana", "ben", "cho"][member.annotator], span.start, span.end)
    };
    let words = |cluster: &Cluster| {
        format!("{:?}: {}", cluster.kind, cluster.members.iter().map(member).collect::<Vec<_>>().join(", "))
    };
    clusters.iter().map(words).collect()
}

#[test]
fn a_figure_in_a_claim_is_a_cluster_of_its_own() {
    assert_eq!(
        shown(&["claim 0..30, figure 2..10", "claim 0..28, figure 2..10"]),
        ["EndsDiffer: ana claim 0..30, ben claim 0..28", "Agreed: ana figure 2..10, ben figure 2..10"]
    );
    assert_eq!(
        shown(&["claim 0..30", "figure 2..10"]),
        ["OnlySome: ana claim 0..30", "OnlySome: ben figure 2..10"],
        "a figure in it is not that claim"
    );
    assert_eq!(
        shown(&["claim 0..30, figure 2..29", "claim 0..12"]),
        ["EndsDiffer: ana claim 0..30, ben claim 0..12", "OnlySome: ana figure 2..29"],
        "a label counts for more than much overlap"
    );
}

#[test]
fn other_labels_on_the_same_words_differ() {
    assert_eq!(shown(&["source 4..9", "figure 4..9"]), ["LabelsDiffer: ana source 4..9, ben figure 4..9"]);
    assert_eq!(shown(&["source 4..9", "figure 4..12"]), ["LabelsDiffer: ana source 4..9, ben figure 4..12"]);
    assert_eq!(
        shown(&["claim 0..20", "source 0..20, claim 18..60"]),
        ["LabelsDiffer: ana claim 0..20, ben source 0..20", "OnlySome: ben claim 18..60"],
        "the same label counts for less than all of the overlap"
    );
}

#[test]
fn the_best_overlap_is_taken_and_none_twice() {
    assert_eq!(
        shown(&["claim 0..20", "claim 0..4, claim 5..20"]),
        ["OnlySome: ben claim 0..4", "EndsDiffer: ana claim 0..20, ben claim 5..20"]
    );
    assert_eq!(
        shown(&["claim 0..10, claim 0..10", "claim 0..10"]),
        ["Agreed: ana claim 0..10, ben claim 0..10", "OnlySome: ana claim 0..10"]
    );
}

#[test]
fn of_three_each_is_heard() {
    assert_eq!(
        shown(&["claim 0..10, figure 20..24", "claim 0..10", "claim 0..9, figure 20..24, source 30..35"]),
        [
            "EndsDiffer: ana claim 0..10, ben claim 0..10, cho claim 0..9",
            "OnlySome: ana figure 20..24, cho figure 20..24",
            "OnlySome: cho source 30..35",
        ]
    );
}

#[test]
fn more_tags_over_one_place_than_are_compared_still_have_their_clusters() {
    let nested = |by: usize| {
        let spans = (0..200).map(|number| Span::new(number + by, 1_000 - number));
        spans.map(|span| Tag::new("claim", span, "")).collect::<TagSet>()
    };
    let document = Document::new("x".repeat(1_000));
    let (ana, ben) = (nested(0), nested(1));
    let found = clusters(&document, &[&ana, &ben]);
    assert_eq!(found.iter().map(|cluster| cluster.members.len()).sum::<usize>(), 400);
    assert!(clusters(&document, &[&ana, &ana]).iter().all(|cluster| cluster.kind == MatchKind::Agreed));
}

fn layers() -> impl Strategy<Value = Vec<TagSet>> {
    let tag = (0..60usize, 1..25usize, "claim|figure|source")
        .prop_map(|(start, len, label)| Tag::new(&label, Span::new(start, start + len), ""));
    prop::collection::vec(prop::collection::vec(tag, 0..12).prop_map(|tags| tags.into_iter().collect()), 1..5)
}

/// Returns the clusters as the ids of their tags, for any order of the annotators.
fn ids(document: &Document, layers: &[&TagSet]) -> Vec<(MatchKind, Vec<String>)> {
    let members = |cluster: &Cluster| {
        let mut ids: Vec<String> = cluster.members.iter().map(|member| member.tag.id.to_string()).collect();
        ids.sort();
        ids
    };
    let mut all: Vec<_> = clusters(document, layers).iter().map(|cluster| (cluster.kind, members(cluster))).collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn each_tag_is_in_one_cluster_and_no_annotator_in_one_twice(layers in layers()) {
        let document = Document::new("x".repeat(100));
        let layers: Vec<&TagSet> = layers.iter().collect();
        let found = clusters(&document, &layers);
        let mut there: Vec<&str> = found.iter().flat_map(|c| &c.members).map(|member| member.tag.id.as_str()).collect();
        let mut given: Vec<&str> = layers.iter().flat_map(|layer| layer.iter()).map(|tag| tag.id.as_str()).collect();
        there.sort();
        given.sort();
        prop_assert_eq!(there, given);
        for cluster in &found {
            prop_assert!(cluster.members.is_sorted_by(|a, b| a.annotator < b.annotator));
        }
        let begins = |cluster: &Cluster| cluster.members.iter().map(|member| member.tag.span.start).min();
        prop_assert!(found.is_sorted_by_key(begins), "in text order");
    }

    #[test]
    fn the_order_of_the_annotators_does_not_matter(layers in layers(), by in 0..4usize) {
        let document = Document::new("x".repeat(100));
        let mut layers: Vec<&TagSet> = layers.iter().collect();
        let before = ids(&document, &layers);
        let count = layers.len();
        layers.rotate_left(by % count);
        layers[by % count..].reverse();
        prop_assert_eq!(ids(&document, &layers), before);
    }

    #[test]
    fn identical_layers_agree(layers in layers(), count in 2..4usize) {
        let document = Document::new("x".repeat(100));
        let found = clusters(&document, &vec![&layers[0]; count]);
        prop_assert_eq!(found.len(), layers[0].len());
        prop_assert!(found.iter().all(|cluster| cluster.kind == MatchKind::Agreed));
    }
}
