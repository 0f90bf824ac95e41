//! Tests which mentions form a group, and that each mention is in one group.

use proptest::prelude::*;

use super::*;
use crate::language;

/// Returns the groups with more than one mention, as text.
fn together(mentions: &[&str]) -> Vec<String> {
    let all = groups(mentions, language::english());
    all.iter()
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|at| mentions[*at]).collect::<Vec<_>>().join(" = "))
        .collect()
}

#[test]
fn a_person_goes_by_title_full_name_and_surname() {
    assert_eq!(
        together(&["NATO Secretary-General Mark Rutte", "Yoon", "Mark Rutte", "Mr. Rutte", "Rutte’s"]),
        ["NATO Secretary-General Mark Rutte = Mark Rutte = Mr. Rutte = Rutte’s"]
    );
    assert_eq!(together(&["William A. Stone", "Bill Stone", "W. Stone"]), ["William A. Stone = Bill Stone = W. Stone"]);
}

#[test]
fn a_title_may_be_a_surname() {
    assert_eq!(
        together(&["Matthew Prince, chief executive of Bay Flare, a firm", "Mr. Prince", "the prince", "Ann Prince"]),
        ["Matthew Prince, chief executive of Bay Flare, a firm = Mr. Prince"]
    );
}

#[test]
fn letters_for_a_body_stand_for_no_person() {
    assert_eq!(together(&["LKPD", "Lomas Karlov police"]), ["LKPD = Lomas Karlov police"]);
    assert_eq!(together(&["FBI", "Frank Berg", "CIA", "Carl Icahn"]), [""; 0]);
}

#[test]
fn a_relative_is_another_one() {
    assert_eq!(together(&["Carl Stone", "his wife, Ann Stone", "Stone", "Stone"]), ["Carl Stone = Stone = Stone"]);
}

#[test]
fn letters_are_counted_and_not_their_bytes() {
    assert_eq!(together(&["Léa Martin", "Léo Martin", "Lea Stone", "Leo Stone"]), [""; 0]);
    assert_eq!(together(&["Mélanie Martin", "Mélanje Martin"]), ["Mélanie Martin = Mélanje Martin"]);
}

#[test]
fn a_place_after_a_title_and_a_name_is_no_part_of_the_name() {
    assert_eq!(
        together(&["Senator Ann Stone of Lomas", "Ms. Stone", "the Bank of Lomas", "Ms. Lomas"]),
        ["Senator Ann Stone of Lomas = Ms. Stone"]
    );
}

#[test]
fn a_poll_is_not_the_polls() {
    assert_eq!(together(&["polls", "One poll", "a report", "the report"]), [""; 0]);
}

#[test]
fn an_office_stands_before_a_name_or_behind_it() {
    assert_eq!(
        together(&["The mayor of Altdorf, Jana Weiss", "Jana Weiss, the mayor of Altdorf", "Weiss"]),
        ["The mayor of Altdorf, Jana Weiss = Jana Weiss, the mayor of Altdorf = Weiss"]
    );
    assert_eq!(together(&["the mayor of Altdorf, 43", "a judge of Lomas, a lawyer"]), [""; 0]);
}

#[test]
fn a_man_and_a_woman_of_one_surname_are_two_people() {
    assert_eq!(together(&["Mr. Lee", "Ms. Lee", "Mr. Lee"]), ["Mr. Lee = Mr. Lee"]);
    assert_eq!(together(&["Mr. Lee", "Lee", "Mrs. Lee", "Ms. Lee"]), ["Mr. Lee = Lee", "Mrs. Lee = Ms. Lee"]);
    assert_eq!(together(&["Mr. Stone", "Stone advisers"]), [""; 0]);
}

#[test]
fn given_names_that_differ_are_two_people() {
    assert_eq!(together(&["Nick Stone", "Rob Stone"]), [""; 0]);
    assert_eq!(together(&["Nick Stone", "Rob Stone", "Stone"]), ["Rob Stone = Stone"]);
}

#[test]
fn a_surname_may_be_the_name_of_a_trade() {
    assert_eq!(
        together(&["Jeff Weaver", "Stone", "Weaver", "Ann Stone"]),
        ["Jeff Weaver = Weaver", "Stone = Ann Stone"]
    );
    assert_eq!(together(&["moderator Gerard Baker", "Rand Stone", "Stone"]), ["Rand Stone = Stone"]);
    assert_eq!(together(&["Gerard Baker", "Baker", "a baker"]), ["Gerard Baker = Baker"]);
}

#[test]
fn a_family_name_may_stand_first() {
    assert_eq!(together(&["President Yoon Suk Yeol", "Yoon", "Rutte"]), ["President Yoon Suk Yeol = Yoon"]);
}

#[test]
fn a_ministry_is_named_in_either_order_and_belongs_to_one_country() {
    assert_eq!(
        together(&["the defence ministry", "The Ministry of Defence", "the Bank of Lomas", "Lomas"]),
        ["the defence ministry = The Ministry of Defence"]
    );
    assert_eq!(
        together(&["Britain’s defence ministry", "the defence ministry", "Bayland’s defence ministry"]),
        ["Britain’s defence ministry = the defence ministry"]
    );
}

#[test]
fn what_belongs_to_someone_is_someone_else() {
    assert_eq!(together(&["Stone", "a Stone campaign memo", "the Stone campaign"]), [""; 0]);
    assert_eq!(together(&["her campaign", "his campaign", "Her campaign"]), ["her campaign = Her campaign"]);
}

#[test]
fn an_acronym_stands_for_its_expansion() {
    assert_eq!(
        together(&["National Intelligence Service", "the NIS", "Bank of England", "N.I.S."]),
        ["National Intelligence Service = the NIS = N.I.S."]
    );
}

#[test]
fn an_organisation_goes_by_a_shorter_name() {
    assert_eq!(
        together(&["Harbour Steel Corp.", "Harbour Steel", "Harbour"]),
        ["Harbour Steel Corp. = Harbour Steel = Harbour"]
    );
    assert_eq!(together(&["Harbour’s lawyers", "Harbour"]), [""; 0]);
}

#[test]
fn a_role_joins_who_bears_it_or_the_chief_person() {
    assert_eq!(
        together(&["lawyer Ann Stone", "Peter Berg", "Berg", "the lawyer", "Suspect"]),
        ["lawyer Ann Stone = the lawyer", "Peter Berg = Berg = Suspect",]
    );
    assert_eq!(together(&["Peter Berg", "Berg", "the suspect", "a suspect", "baker and boss"]), ["Peter Berg = Berg"]);
    assert_eq!(together(&["Peter Berg", "Berg", "he", "she"]), ["Peter Berg = Berg = he"]);
    assert_eq!(together(&["the mayor", "Ann Stone, who met the mayor of Lomas"]), [""; 0]);
    assert_eq!(together(&["UN Secretary-General Mark Stone", "UN’s Mark Stone"]).len(), 1);
    assert_eq!(
        together(&["UN’s Mark Stone", "Secretary-General Stone", "UN Secretary-General Mark Stone", "UN"]),
        ["UN’s Mark Stone = Secretary-General Stone = UN Secretary-General Mark Stone"]
    );
    assert_eq!(
        together(&["UN’s chief", "the UN chief", "the lawyer", "UN", "a lawyer"]),
        ["UN’s chief = the UN chief"]
    );
    assert_eq!(together(&["lawyer Ann Stone", "Ann Stone", "Stone", "an official", "a lawyer"]).len(), 1);
}

#[test]
fn he_and_she_are_persons_who_can_be_meant() {
    assert_eq!(
        together(&["Ann Stone", "Stone", "Ms. Stone", "Peter Berg", "Berg", "he", "she", "Suspect"]),
        ["Ann Stone = Stone = Ms. Stone = she", "Peter Berg = Berg = he"]
    );
    assert_eq!(
        together(&["Ann Stone", "Stone", "Mark Berg", "Berg", "Mother"]),
        ["Ann Stone = Stone = Mother", "Mark Berg = Berg"]
    );
    assert_eq!(together(&["Peter Berg", "Berg", "she"]), ["Peter Berg = Berg"]);
    // The only woman, although the text has only one form of her name.
    assert_eq!(together(&["Peter Berg", "Ann Stone", "she"]), ["Ann Stone = she"]);
    assert_eq!(together(&["Jane Berg", "Ann Stone", "she"]), [""; 0]);
    // The names do not tell which of both is meant.
    assert_eq!(together(&["Thuy Berg", "Berg", "she", "he"]), ["Thuy Berg = Berg"]);
    // A jury is no person.
    assert_eq!(
        together(&["Thuy Berg", "Berg", "Bayport jury", "Jury", "Bayport mother of two"]),
        ["Thuy Berg = Berg = Bayport mother of two", "Bayport jury = Jury"]
    );
}

#[test]
fn an_office_of_a_country_is_not_the_country() {
    assert_eq!(together(&["Surgeon General of Bayland", "Bayland government", "Secretary of State", "State"]), [""; 0]);
    assert_eq!(together(&["Bayland’s navy", "Bayland navy", "Lomas’s navy"]), ["Bayland’s navy = Bayland navy"]);
}

#[test]
fn an_acronym_may_stand_for_a_body_that_is_left_out() {
    assert_eq!(together(&["Lomas Bay Police", "LBPD", "Bay Harbour"]), ["Lomas Bay Police = LBPD"]);
    assert_eq!(together(&["Lomas Bay Police", "LBPX"]), [""; 0]);
}

proptest! {
    #[test]
    fn every_mention_is_in_one_group(mentions in prop::collection::vec(r"(\PC|Mr\. |Anna |Berg|the |, |’s |[A-Z. ]){0,8}", 0..12)) {
        let mut seen: Vec<usize> = groups(&mentions, language::english()).concat();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..mentions.len()).collect::<Vec<_>>());
    }
}
