//! Tests attributions in sentences written for the tests, and what holds in any text.

use proptest::prelude::*;

use super::*;
use crate::language;

mod tables;

/// Shows each attribution as `source | cue | content`; the pieces of each are joined by ` … `.
fn found(text: &str) -> Vec<String> {
    found_in(text, language::english())
}

fn found_in(text: &str, language: &language::Language) -> Vec<String> {
    attributions(text, language).iter().map(|one| shown(text, one)).collect()
}

fn shown(text: &str, one: &Attribution) -> String {
    let join = |spans: &[Span]| spans.iter().map(|span| &text[span.start..span.end]).collect::<Vec<_>>().join(" … ");
    format!("{} | {} | {}", join(&one.source), join(&one.cue), join(&one.content))
}

#[track_caller]
fn finds(text: &str, wanted: &[&str]) {
    assert_eq!(found(text), wanted, "{text}");
}

#[test]
fn a_quotation_has_its_speaker_on_either_side() {
    finds("“The bridge is safe,” the mayor said.", &["the mayor | said | “The bridge is safe,”"]);
    finds("“The bridge is safe,” said Anna Berg, the mayor.", &["Anna Berg, the mayor | said | “The bridge is safe,”"]);
    finds("The mayor said: “The bridge is safe.”", &["The mayor | said | “The bridge is safe.”"]);
    finds("She told reporters, \"We are ready.\"", &["She | told | \"We are ready.\""]);
}

#[test]
fn a_quotation_goes_on_after_its_cue_and_in_the_next_paragraph() {
    finds("“No,” he said. “Never again.” He left.", &["he | said | “No,” … “Never again.”"]);
    finds(
        "“First,” she said. “It is late.\n\n“Second, it is dark.”",
        &["she | said | “First,” … “It is late. … “Second, it is dark.”"],
    );
    finds("The minister added:\n\n“We will rebuild it.”", &["The minister | added | “We will rebuild it.”"]);
}

#[test]
fn a_clause_is_a_content_before_behind_and_around_its_cue() {
    finds("The ministry said that the road is closed.", &["The ministry | said | that the road is closed"]);
    finds("The road is closed, the ministry said on Monday.", &["the ministry | said | The road is closed"]);
    finds("The road, officials say, is closed until May.", &["officials | say | The road … is closed until May"]);
    finds("Police have warned that the ice is thin.", &["Police | have warned | that the ice is thin"]);
}

#[test]
fn any_verb_of_saying_may_stand_behind_what_is_said() {
    finds("“The ice is thin,” warned Anna Berg.", &["Anna Berg | warned | “The ice is thin,”"]);
    finds("“The ice is thin,” says pilot Ben Lomas.", &["pilot Ben Lomas | says | “The ice is thin,”"]);
    finds("“The ice is thin,” she tweeted.", &["she | tweeted | “The ice is thin,”"]);
    finds("The ice is thin, a survey found.", &["a survey | found | The ice is thin"]);
    finds("The plan was never shown, say lawyers.", &["lawyers | say | The plan was never shown"]);
    finds(
        "The dam was closed, said police spokesman Ben Lomas.",
        &["police spokesman Ben Lomas | said | The dam was closed"],
    );
    // Whoever is warned or asked is no speaker, and what is warned of stands behind.
    finds("As the ice broke, officials warned of floods.", &["officials | warned | floods"]);
}

#[test]
fn what_explains_the_speaker_is_no_content() {
    finds(
        "The bank, which opened in May, said it would close.",
        &["The bank, which opened in May, | said | it would close"],
    );
    finds(
        "Ben Lomas, who left the boat, told the board he had slept.",
        &["Ben Lomas, who left the boat, | told | he had slept"],
    );
    finds(
        "“The boat is old and rusty,” Anna Berg, a nurse, told Harbour News.",
        &["Anna Berg, a nurse, | told | “The boat is old and rusty,”"],
    );
    finds("Berg, wearing a hat, said nothing.", &[]);
}

#[test]
fn according_to_names_a_source_in_front_and_behind() {
    finds("According to the survey, prices fell.", &["the survey | According to | prices fell"]);
    finds("Prices fell, according to the survey.", &["the survey | according to | Prices fell"]);
}

#[test]
fn a_source_in_an_aside_belongs_to_the_clauses_around_it() {
    finds("Prices fell, per the harbour board.", &["the harbour board | per | Prices fell"]);
    finds("Per Jana Weiss, the bridge is safe.", &["Jana Weiss | Per | the bridge is safe"]);
    finds("The ferry costs five crowns, per person and year.", &[]);
    finds("The road, according to the board, is closed.", &["the board | according to | The road … is closed"]);
    finds("400 boats sank, as first reported by Bay News.", &["Bay News | as first reported by | 400 boats sank"]);
    finds("400 boats sank, as Bay News first reported.", &["Bay News | first reported | 400 boats sank"]);
    finds(
        "According to the board, which met on Tuesday, the dredging, if it starts, will cost a year’s taxes.",
        &["the board | According to | the dredging, if it starts, will cost a year’s taxes"],
    );
    finds(
        "The dredging, if it starts, will cost a year’s taxes, and the ferry will stop, according to the board.",
        &["the board | according to | The dredging, if it starts, will cost a year’s taxes, and the ferry will stop"],
    );
    finds("The bridge, she told reporters on Monday, was sold.", &["she | told | The bridge … was sold"]);
    finds("Berg told reporters the bridge was sold.", &["Berg | told | the bridge was sold"]);
    finds("But, said Berg, “it is a ruin.”", &["Berg | said | “it is a ruin.”"]);
}

#[test]
fn what_a_relative_clause_says_ends_with_it() {
    for text in [
        "Anna Berg — who said the bridge was safe — left the room.",
        "Anna Berg, who said the bridge was safe, left the room.",
        "Anna Berg (who said the bridge was safe) left the room.",
    ] {
        finds(text, &["who | said | the bridge was safe"]);
    }
}

#[test]
fn whoever_speaks_stands_before_a_colon_or_behind_a_dash() {
    let quotation = "“The bridge is closed.”";
    for source in ["@jdoe", "Anna Berg (@aberg)", "The mayor", "Anna Berg, the mayor", "Mayor Anna Berg, 43"] {
        finds(&format!("{source}: {quotation}"), &[&format!("{source} | : | {quotation}")]);
    }
    finds(&format!("Said Anna Berg: {quotation}"), &[&format!("Anna Berg | Said | {quotation}")]);
    for dash in ["—", "–", "-"] {
        finds(&format!("{quotation} {dash} Anna Berg, mayor"), &[&format!("Anna Berg | {dash} | {quotation}")]);
    }
    finds(&format!("The sign: {quotation}"), &[]);
}

#[test]
fn a_call_or_a_question_has_its_speaker_behind_it() {
    finds("“Is the bridge closed?” Anna Berg asked.", &["Anna Berg | asked | “Is the bridge closed?”"]);
    finds(
        "“We met in May. It was so sad!” Anna Berg tweeted on Monday.",
        &["Anna Berg | tweeted | “We met in May. It was so sad!”"],
    );
    finds("“Never!” Anna Berg said that it was late.", &["Anna Berg | said | that it was late"]);
}

#[test]
fn a_quotation_of_several_paragraphs_may_name_its_speaker_at_the_end() {
    finds(
        "“First, it is late.\n\n“Second, it is dark.\n\n“Third, it is cold,” Anna Berg said.",
        &["Anna Berg | said | “First, it is late. … “Second, it is dark. … “Third, it is cold,”"],
    );
}

#[test]
fn a_figure_has_the_source_that_puts_it_there() {
    finds("The board puts the number at 400.", &["The board | puts | the number at 400"]);
    finds(
        "The number of dead was put at 400 by the Red Cross.",
        &["the Red Cross | was put | The number of dead … at 400"],
    );
    finds(
        "Damage was estimated at about 5 million dollars by the insurers.",
        &["the insurers | was estimated | Damage … at about 5 million dollars"],
    );
    finds("As Anna Berg put it, the bridge is old.", &["Anna Berg | put it | the bridge is old"]);
    finds("The bridge is old, as she put it.", &["she | put it | The bridge is old"]);
    finds("As he put it on the table, the cup broke.", &[]);
    finds("By the board’s estimate, 400 boats sank.", &["the board | estimate | 400 boats sank"]);
    finds("The bridge is old, by Berg's own reckoning.", &["Berg | reckoning | The bridge is old"]);
    finds("By the river’s bank, 400 boats sank.", &[]);
    finds("The board issued a statement that it is safe.", &["The board | issued a statement | that it is safe"]);
    finds("An estimate by the board put it at 400.", &["An estimate by the board | put | it at 400"]);
    finds("Figures from the board show that 400 sank.", &["Figures from the board | show | that 400 sank"]);
    finds("Members of the board say the bridge is safe.", &["Members of the board | say | the bridge is safe"]);
    finds("Berg puts the cup on the table at 4 p.m.", &[]);
}

#[test]
fn many_and_some_can_speak() {
    finds("Many believe the bridge is a ruin.", &["Many | believe | the bridge is a ruin"]);
    finds("The mayor said people misunderstand her.", &["The mayor | said | people misunderstand her"]);
    finds("The mayor said nothing.", &[]);
}

#[test]
fn a_noun_that_looks_like_a_verb_cites_nobody() {
    finds(
        "The mayor has issued a stark warning about floods.",
        &["The mayor | has issued a stark warning | about floods"],
    );
    finds("It was a Harbour News report that nobody read.", &[]);
    finds("The bay has 475 pledged delegates.", &[]);
    finds("She issued a statement saying that it is late.", &["a statement | saying | that it is late"]);
}

#[test]
fn wishes_and_judgements_are_attributions_too() {
    finds("The union wants to talk.", &["The union | wants | to talk"]);
    finds("Berg praised the firefighters.", &["Berg | praised | the firefighters"]);
    finds("The plan was criticized by the union.", &["the union | was criticized | The plan"]);
}

#[test]
fn a_participle_and_a_second_verb_share_the_subject() {
    finds(
        "Berg rejected the plan, saying it costs too much.",
        &["Berg | rejected | the plan", "Berg | saying | it costs too much"],
    );
    finds("Berg praised the plan and denied the rumors.", &["Berg | praised | the plan", "Berg | denied | the rumors"]);
}

#[test]
fn a_dash_and_a_name_sign_what_stands_above() {
    let signed = "The alliance will keep watch.\n— Harbour News (@harbournews) November 7, 2024";
    finds(signed, &["Harbour News (@harbournews) | — | The alliance will keep watch."]);
    finds("“Be brave.”\n- Anna Berg", &["Anna Berg | - | “Be brave.”"]);
    finds("Read more:\n- Ships at the harbour\n- Anna Berg", &[]);
}

#[test]
fn a_heading_names_its_source_before_a_colon() {
    finds("Anna Berg: The bridge is safe now", &["Anna Berg | : | The bridge is safe now"]);
    finds("The bridge is no risk, mayor says", &["mayor | says | The bridge is no risk"]);
    finds("BREAD IS DEAR - Anna Berg: “It is dear now.”", &["Anna Berg | : | “It is dear now.”"]);
}

#[test]
fn a_pronoun_stands_for_the_last_source_that_fits() {
    let text =
        "Anna Berg said the bridge is safe. Engineers said it is not. She said she would wait. They said that is wise.";
    let antecedents: Vec<_> = attributions(text, language::english())
        .iter()
        .map(|one| one.antecedent.map(|span| &text[span.start..span.end]))
        .collect();
    assert_eq!(antecedents, [None, None, Some("Anna Berg"), Some("Engineers")]);
}

#[test]
fn a_pronoun_stands_for_nobody_of_the_other_gender() {
    let stands_for = |text: &str| {
        let last = attributions(text, language::english()).pop().and_then(|one| one.antecedent);
        last.map(|span| text[span.start..span.end].to_owned())
    };
    let he = "Ben Lomas said it is late. “It is dark,” his wife, Ida Lomas, said. He said it was cold.";
    assert_eq!(stands_for(he).as_deref(), Some("Ben Lomas"));
    let she = "Bernie Stone met Ida Berg. Stone said Berg was late. “I was ill,” she told Bay News.";
    assert_eq!(stands_for(she).as_deref(), Some("Ida Berg"));
    let both = "Mr. Lee met Ms. Lee. Lee said it is late. She said it is dark.";
    assert_eq!(stands_for(both).as_deref(), Some("Lee"));
    // A town is nobody, and who belongs to Ben Stone is another one.
    let town = "Carl Berg said that it rained. Lomas is a small town. He said that Lomas would dry.";
    assert_eq!(stands_for(town).as_deref(), Some("Carl Berg"));
    // Nobody was cited before.
    assert_eq!(stands_for("Ben Stone lives here. He said it was cold.").as_deref(), Some("Ben Stone"));
    let lawyer = "Carl Berg said it rained. Ben Stone’s lawyer, Al Fox, left. He said it was cold.";
    assert_ne!(stands_for(lawyer).as_deref(), Some("Ben Stone"));
}

#[test]
fn sources_have_names_or_not() {
    let who = |text| attributions(text, language::english()).first().map(|one| one.who);
    assert_eq!(who("Anna Berg said it is late."), Some(Who::Named));
    assert_eq!(who("Officials said it is late."), Some(Who::Role));
    assert_eq!(who("He said it is late."), Some(Who::Pronoun));
    assert_eq!(who("The tram is expected to leave."), Some(Who::Nobody));
}

#[test]
fn a_language_without_cues_claims_nothing() {
    assert_eq!(attributions("“Nein,” sagte er. The mayor said no.", language::unknown()), []);
}

/// Returns the source at the `|`.
fn at(marked: &str) -> Option<String> {
    let cursor = marked.find('|').unwrap();
    let text = marked.replace('|', "");
    source_at(&text, cursor, language::english()).map(|span| text[span.start..span.end].to_owned())
}

#[test]
fn the_source_at_a_place_is_what_the_attribution_names() {
    assert_eq!(
        at("The intelligence| agency indicated that North Korea sent men.").as_deref(),
        Some("The intelligence agency")
    );
    assert_eq!(at("The court indicated that North| Korea sent men.").as_deref(), Some("The court"));
    assert_eq!(at("The court| indicated that they sent men.").as_deref(), Some("The court"));
    assert_eq!(at("He emphasized| the need for action against Russia.").as_deref(), Some("He"));
    assert_eq!(at("|Chile-Peru ties are a threat, NATO chief says").as_deref(), Some("NATO chief"));
    assert_eq!(at("These ties| are a threat, NATO chief says").as_deref(), Some("NATO chief"));
    assert_eq!(at("Anna Berg, who |has seen it, said it is safe.").as_deref(), Some("Anna Berg, who has seen it"));
    // After the mark of an item, or an emoji, the answer is the same as without them.
    assert_eq!(at("|- Harbour Chief: The ice is thin and may break").as_deref(), Some("Harbour Chief"));
    assert_eq!(at("|⚡️ Gen. Anna Berg: The ice is thin and may break.").as_deref(), Some("Gen. Anna Berg"));
    assert_eq!(at("|- Berg’s message to Lund: The ice is thin").as_deref(), Some("Berg"));
    // A noun for a body that only describes another noun.
    assert_eq!(at("This| unheard-of military pact has raised concerns.").as_deref(), None);
    assert_eq!(at("It is late.\n— via| Harbour News (@harbour), Nov. 7").as_deref(), Some("Harbour News (@harbour)"));
    assert_eq!(at("It is late.\n— harbour (@har|bour) November 7, 2024").as_deref(), Some("harbour (@harbour)"));
}

#[test]
fn a_source_under_the_cursor_needs_no_verb() {
    assert_eq!(at("This alarmed leaders and security| experts alike.").as_deref(), Some("security experts"));
    assert_eq!(at("There is concern among Western| nations about it.").as_deref(), Some("Western nations"));
    assert_eq!(at("Help came from the U.N.| refugee agency in May.").as_deref(), Some("the U.N. refugee agency"));
    assert_eq!(at("It met Mr.| Smith of the BBC.").as_deref(), Some("Mr. Smith of the BBC"));
    // Those who hold what the noun before `among` means.
    assert_eq!(at("It raised grave worries| among BBC leaders and teachers.").as_deref(), Some("BBC leaders"));
    assert_eq!(at("It raised doubts| among the teachers alike.").as_deref(), Some("the teachers"));
    assert_eq!(at("It raised doubts| among the hills."), None);
}

#[test]
fn a_capital_in_a_heading_is_no_sign_of_a_name() {
    let body = "\n\nA close friendship worries the harbour. Anna Berg and the Harbour Board met in London.\n";
    let heading = |marked: &str| at(&format!("{marked}{body}"));
    assert_eq!(heading("Close |Friendship Worries Western Ports"), None);
    assert_eq!(heading("|Friendship Ahead"), None);
    assert_eq!(heading("The |Harbour Board Worries London").as_deref(), Some("Harbour Board"));
    assert_eq!(heading("Harbour Board Worries |London").as_deref(), Some("London"));
    // A byline names someone whom the text does not name again.
    assert_eq!(heading("By Ben| Lomas").as_deref(), Some("Ben Lomas"));
}

#[test]
fn a_sentence_without_a_source_has_none() {
    assert_eq!(at("The road |is closed until May."), None);
    assert_eq!(at("|"), None);
}

#[test]
fn the_article_is_left_out_as_elsewhere_in_the_text() {
    assert_eq!(at("The NIS| describes plans. Talks with NIS go on.").as_deref(), Some("NIS"));
    assert_eq!(at("The agency| says so. He left the agency.").as_deref(), Some("The agency"));
    assert_eq!(at("The Guardian| reports that it is late.").as_deref(), Some("Guardian"));
}

proptest! {
    #[test]
    fn spans_lie_on_graphemes_and_do_not_overlap(
        text in r#"(\PC|[“”"'’.,:;— \n]|said |told |He |the mayor |according to |that |, |who |to |wants |“No,” |Anna Berg |e\u{301}){0,60}"#
    ) {
        for one in attributions(&text, language::english()) {
            let mut spans: Vec<Span> = one.source.iter().chain(&one.cue).chain(&one.content).copied().collect();
            spans.sort_unstable();
            for span in &spans {
                prop_assert!(!span.is_empty());
                prop_assert!(crate::text::grapheme::is_boundary(&text, span.start) && crate::text::grapheme::is_boundary(&text, span.end));
            }
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{spans:?}");
        }
        for at in [0, text.len() / 2, text.len()] {
            let at = crate::text::grapheme::floor(&text, at);
            if let Some(span) = source_at(&text, at, language::english()) {
                prop_assert!(crate::text::grapheme::is_boundary(&text, span.start) && crate::text::grapheme::is_boundary(&text, span.end));
            }
        }
    }
}

/// Returns the sources that can speak.
fn voices(text: &str) -> Vec<&str> {
    let all = attributions(text, language::english());
    let all = all.iter().filter(|one| is_voice(text, one, language::english()));
    all.flat_map(|one| one.antecedent.or(one.source.first().copied())).map(|span| &text[span.start..span.end]).collect()
}

#[test]
fn a_word_before_a_colon_or_between_dashes_is_no_voice_by_itself() {
    assert_eq!(voices("Breaking: The harbour is closed, officials said."), ["officials"]);
    assert_eq!(voices("Karlov: The harbour is closed\n\nKarlov left."), ["Karlov"]);
    assert_eq!(voices("“The harbour is closed.”\n\n- Framing the battle ahead -"), [""; 0]);
    assert_eq!(voices("The harbour is closed.\n\n— harbour news (@harbour)"), ["harbour news (@harbour)"]);
}

#[test]
fn whatever_says_something_can_speak() {
    assert_eq!(voices("The fire service said that two boats burned."), ["The fire service"]);
    assert_eq!(voices("The situation suggests that nobody knows."), [""; 0]);
}

#[test]
fn he_and_she_are_people() {
    assert_eq!(voices("The FBI said that it rained. He said that it snowed.").len(), 2);
    assert_eq!(
        voices("Ana Karlov said that it rained. NATO said that it snowed. She said that it was cold."),
        ["Ana Karlov", "NATO", "Ana Karlov"]
    );
    assert_eq!(
        voices(
            "Ana Karlov said that it rained. Harbour Watch said that it snowed. She said that it was cold, as Harbour Watch knew."
        )[2],
        "Ana Karlov"
    );
    assert_eq!(
        voices("Ben Lomas, 39, a fisherman from the coast, said that it rained."),
        ["Ben Lomas, 39, a fisherman from the coast,"]
    );
}

#[test]
fn no_word_of_the_name_of_a_country_is_a_verb() {
    finds("The United States said that it rained.", &["The United States | said | that it rained"]);
    finds("It is open how all nations, even the United States, respond to the storm.", &[]);
}

#[test]
fn a_count_or_a_label_is_no_voice_and_whoever_is_quoted_is_one() {
    assert_eq!(voices("More than six in 10 said they would stay."), [""; 0]);
    assert_eq!(voices("But some of the boys said they would go."), ["some of the boys"]);
    assert_eq!(voices("Video: Karlov opens the harbour\n\nThe video is short."), [""; 0]);
    assert_eq!(voices("Another commenter said, “The harbour is closed.”"), ["Another commenter"]);
}

#[test]
fn an_object_after_an_auxiliary_is_no_source() {
    assert_eq!(voices("The storm has renewed Liberal calls for a wall."), [""; 0]);
    assert_eq!(voices("OLD HARBOUR STATES STORM CLAIMS"), [""; 0]);
}

#[test]
fn a_source_is_named_before_its_age_and_what_it_is() {
    assert_eq!(
        voices("“It rained,” Ana Karlov, 39, a nurse in Lomas, Me., said in an interview."),
        ["Ana Karlov, 39, a nurse in Lomas, Me.,"]
    );
}

#[test]
fn a_place_and_an_explanation_belong_to_the_name_before_them() {
    for source in [
        "Ana Stone, 29, of Huntsville, Ala.,",
        "Ana Stone, of Lomas, Me.,",
        "Ana Stone, chief executive of Bay Steel, a Lomas company,",
        "The Bay Club, a private course north of Bay Beach, Fla.,",
    ] {
        finds(&format!("{source} said it rained."), &[&format!("{source} | said | it rained")]);
    }
    finds("The bridge, which Stone conceded when it fell, was old.", &[]);
    finds("But, she added, “it is late.”", &["she | added | “it is late.”"]);
    finds("The mayor did not say where.", &[]);
}

#[test]
fn a_credit_under_a_post_belongs_to_the_post() {
    finds(
        "The ice is thin.\n📹: Bay News pic.example.com/x\n— Bay Media (@bay) May 7, 2024",
        &["Bay Media (@bay) | — | The ice is thin.\n📹: Bay News pic.example.com/x"],
    );
}

#[test]
fn a_time_is_no_content() {
    finds("Karlov recalled last week.", &[]);
    finds("Karlov recalled last week’s storm.", &["Karlov | recalled | last week’s storm"]);
}

#[test]
fn a_wish_and_a_plan_are_no_statements() {
    let said = |text: &str| {
        let all = attributions(text, language::english());
        all.iter().filter(|one| is_statement(text, one, language::english())).count()
    };
    let wishes =
        "Karlov is considering sending boats. Lomas plans to leave. Voters support the plan. Berg will discuss it.";
    assert_eq!(said(wishes), 0);
    assert_eq!(said("Karlov promised to send boats. Lomas refused to leave. Voters said that it rained."), 3);
}

#[test]
fn the_time_for_a_line_without_an_end_grows_with_its_length() {
    assert!(found(&format!("{}the end is near now.", "Ab: ".repeat(8000))).len() > 7900);
    assert!(found(&"“It is so”, said Anna Berg, ".repeat(1500)).len() > 1400);
    let (named, meant) = ("The board said that it was late. ".repeat(1000), "She said that it was so. ".repeat(1000));
    let all = attributions(&(named + &meant), language::english());
    assert_eq!(all.iter().filter(|one| one.antecedent.is_some()).count(), 0);
}

#[test]
fn nobody_is_cited_in_a_language_without_a_list() {
    assert_eq!(found_in("«Bron er stengt», sa ordføreren. Ifølge politiet regner det.", language::unknown()), [""; 0]);
}
