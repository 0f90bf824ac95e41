//! Pages in the shapes that there are.

use super::*;

fn text_of(html: &str) -> String {
    read(html).text
}

const FLOOD: &str = "<p>The river rose by two metres in one night, the governor said on Sunday.</p>\
    <p>Ten villages in the north lost power, and 4,000 people were taken to schools and halls.</p>\
    <p>“We have not seen water like this since 1987,” said Ada Obi, who runs the market.</p>";

#[test]
fn an_article_is_taken_out_of_its_page() {
    let page = format!(
        "<body class='has-sidebar'><header><a href='/'>The Gazette</a></header><nav><ul><li><a href='/a'>News</a></ul></nav>\
         <main><article><h1>River takes ten villages</h1><p class='standfirst'>Thousands sleep in schools as the water stays high</p>\
         <div class='byline'>By Ann Lee</div><figure><img><figcaption>The market at noon</figcaption></figure>\
         <div class='share-bar'>Share</div>{FLOOD}<p><a href='/b'>Read more: the last flood</a></p>\
         <aside class='newsletter'><p>Sign up to get the best stories every morning, free of charge.</p></aside>\
         <h2>Related stories</h2><ul><li><a href='/c'>One</a><li><a href='/d'>Two</a></ul></article></main>\
         <section id='comments'><p>I have lived there for thirty years and never saw the like of it.</p></section>\
         <footer><p>Copyright 2026 The Gazette. All rights reserved, and so on and on.</p></footer></body>"
    );
    assert_eq!(
        text_of(&page),
        "River takes ten villages\n\nThousands sleep in schools as the water stays high\n\nThe market at noon\n\n\
         The river rose by two metres in one night, the governor said on Sunday.\n\n\
         Ten villages in the north lost power, and 4,000 people were taken to schools and halls.\n\n\
         “We have not seen water like this since 1987,” said Ada Obi, who runs the market.\n"
    );
}

#[test]
fn a_page_without_names_is_read_by_its_weight() {
    let page = format!(
        "<table><tr><td><a href='/a'>Home</a><br><a href='/b'>Sport</a></td><td><font size=5><b>River takes ten villages</b></font>\
         <br><br>{}</td></tr></table>",
        FLOOD.replace("<p>", "").replace("</p>", "<br><br>")
    );
    let text = text_of(&page);
    assert!(text.contains("The river rose") && text.contains("Ada Obi") && !text.contains("Sport"), "{text}");
}

#[test]
fn a_page_of_scripts_has_its_text_for_machines() {
    let page = "<div id=root></div><script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"A\", \
        \"articleBody\": \"One line.\\n\\nAnother line.\"}</script>";
    assert_eq!(text_of(page), "A\n\nOne line.\n\nAnother line.\n");
}

#[test]
fn what_is_no_page_is_read_all_the_same() {
    assert_eq!(text_of(""), "");
    assert_eq!(text_of("<p>a"), "a\n");
    assert_eq!(text_of("<<<>>&&&#x110000;\0"), text_of("<<<>>&&&#x110000;\0"));
}

#[test]
fn a_box_between_paragraphs_belongs_to_the_text_if_it_leads_nowhere() {
    let page =
        |inside: &str| text_of(&format!("<article><h1>River takes ten villages</h1>{FLOOD}{inside}{FLOOD}</article>"));
    assert!(page("<aside><p>The dam was built in 1974.</p></aside>").contains("The dam was built"));
    assert!(page("<aside><blockquote>“Nobody asked us.”</blockquote></aside>").contains("Nobody asked us"));
    assert!(
        page("<div class='kg-callout-card'><div>💡</div><div>A metre of water.</div></div>").contains("A metre of")
    );
    assert!(!page("<aside><p>The dam. <a href='/d'>More</a></p></aside>").contains("The dam"));
    assert!(!page("<aside><p>Letters from the valley.</p><button>Go</button></aside>").contains("Letters"));
}

#[test]
fn a_page_of_hundreds_of_boxes_is_read_in_one_go() {
    let page = format!("<article>{}</article>", format!("{FLOOD}<aside><p>The dam of 1974.</p></aside>").repeat(500));
    assert_eq!(text_of(&page).matches("The dam of 1974.").count(), 500);
}

/// Returns the time that a page of this many entries takes.
#[test]
fn without_a_headline_captions_stay_before_the_text() {
    let page = format!("<article><figure><img><figcaption>The market at noon</figcaption></figure>{FLOOD}</article>");
    let text = text_of(&page);
    assert!(text.starts_with("The market at noon\n\nThe river rose"), "{text}");
}

#[test]
fn a_list_of_links_that_a_sentence_announces_stays() {
    let list = "<ul><li><a href='/a'>The report of 1975</a><li><a href='/b'>The report of 1998</a></ul>";
    let page = |before: &str| text_of(&format!("<article>{FLOOD}{before}{list}</article>"));
    assert!(page("<p>Two reports say more about the dam:</p>").contains("- The report of 1998"));
    assert!(!page("<p>Lea también:</p>").contains("1998"));
    assert!(!page("").contains("1998"));
}

#[test]
fn a_heading_goes_only_if_all_under_it_goes() {
    let page = |under: &str| {
        text_of(&format!("<article>{FLOOD}<h2>Who pays?</h2>{under}<h2>And then?</h2><p>It rains.</p></article>"))
    };
    assert!(page("<p>Read more: the dam</p><p>Nobody pays.</p>").contains("Who pays?"));
    assert!(!page("<p>Read more: the dam</p>").contains("Who pays?"));
    assert!(page("").contains("Who pays?"));
}

#[test]
fn a_sentence_may_begin_like_a_request() {
    let page = |line: &str| text_of(&format!("<article>{FLOOD}{line}{FLOOD}</article>"));
    assert!(page("<p>Follow the money, says the auditor.</p>").contains("Follow the money"));
    assert!(page("<p>Recibe la ayuda quien perdió su casa.</p>").contains("Recibe la ayuda"));
    assert!(!page("<p>Follow the <a href='/l'>flood</a> live.</p>").contains("Follow the"));
    assert!(!page("<p>Follow the flood live</p>").contains("Follow the"));
}

#[test]
fn a_short_last_paragraph_is_a_body_like_the_others() {
    let body = FLOOD.replace("<p>", "<p class='post-body-paragraph'>");
    let page = format!("<div><article><div>{body}<p class='post-body-paragraph'>It rains.</p></div></article></div>");
    assert!(text_of(&page).contains("It rains."));
}

#[test]
fn captions_are_kept_whatever_their_parts_are_called() {
    let page = |figure: &str| {
        text_of(&format!("<main><h1>River takes ten villages</h1><article>{figure}{FLOOD}</article></main>"))
    };
    let named = "<div class='image__metadata'><div class='image__caption'>At noon</div><figcaption class='image__credit'>AB</figcaption></div>";
    assert!(page(named).contains("At noon") && !page(named).contains("AB"));
    assert!(page("<figure><figcaption aria-hidden='true'>At noon</figcaption></figure>").contains("At noon"));
}

#[test]
fn a_list_of_links_under_a_heading_in_the_text_stays() {
    let list = "<h2>The museums</h2><ul><li><a href='/a'>Harl Mine</a><li><a href='/b'>Salt House</a></ul>";
    let behind = FLOOD.replace("two metres", "three metres").replace("Ten", "Nine").replace("1987", "1988");
    let page = |inside: &str, behind: &str| text_of(&format!("<article>{FLOOD}{inside}{behind}</article>"));
    assert!(page(list, &behind).contains("The museums\n\n- Harl Mine\n- Salt House"));
    // At the end, in a box, or under a heading that says so, it leads to other stories.
    assert!(!page(list, "").contains("Harl"));
    assert!(!page(&format!("<div>{list}</div>"), &behind).contains("Harl"));
    assert!(!page(&list.replace("The museums", "Related stories"), &behind).contains("Harl"));
}

#[test]
fn a_date_is_no_paragraph_above_the_text_and_behind_it() {
    let date = "<div>14 September 2026</div>";
    let page = format!(
        "<article><h1>River takes ten villages</h1>{date}{FLOOD}{date}<p>Nine of the ten villages are dry again, she said on Tuesday.</p>{date}</article>"
    );
    assert_eq!(text_of(&page).matches("14 September 2026").count(), 1);
}

#[test]
fn a_page_that_shows_the_beginning_of_its_article_states_the_rest() {
    let lines = [
        "The river rose by two metres in one night, the governor said.",
        "Ten villages lost power.",
        "Schools are closed until Friday, said the mayor, and perhaps longer.",
    ];
    let page = format!(
        "<script type='application/ld+json'>{{\"@type\": \"Article\", \"headline\": \"River takes ten villages\", \"articleBody\": \"{}\"}}</script>\
         <article><h1>River takes ten villages</h1><p>{}</p><section><p>Read on for one euro, each day and each night.</p></section></article>",
        lines.join("\\n"),
        lines[0]
    );
    assert_eq!(text_of(&page), format!("River takes ten villages\n\n{}\n", lines.join("\n\n")));
}

#[test]
fn the_photographer_is_no_part_of_a_caption() {
    let caption = |inside: &str| {
        text_of(&format!("<article>{FLOOD}<figure><figcaption>{inside}</figcaption></figure>{FLOOD}</article>"))
    };
    let credits = [
        "<span>Mia Stein/DPX</span>",
        "<small>Foto: Mia Stein</small>",
        "<a href='/b'>Purchase Licensing Rights</a>",
        "<br>Photo: M. Stein",
    ];
    for credit in credits {
        assert!(caption(&format!("The old mine {credit}")).contains("The old mine\n"), "{credit}");
    }
    assert!(caption("The <i>Ann/Marie</i> leaves").contains("The Ann/Marie leaves"));
    assert!(caption("The old <i>mine</i>").contains("The old mine"));
    assert!(caption("The friends of <i>AC/DC</i>").contains("The friends of AC/DC"));
    assert!(caption("The friends of <span>AC/DC</span>").contains("The friends of AC/DC"));
}

#[test]
fn the_name_of_the_site_is_not_taken_for_the_headline() {
    let page = format!(
        "<title>Flood kills ten | The Harl Daily Gazette</title><body><h1>Flood kills ten</h1>\
         <p>The Harl Daily Gazette</p>{FLOOD}</body>"
    );
    assert!(text_of(&page).starts_with("Flood kills ten\n"), "{}", text_of(&page));
}

#[test]
fn a_line_of_the_text_may_begin_like_a_credit() {
    let page = |inside: &str| text_of(&format!("<article>{FLOOD}{inside}{FLOOD}</article>"));
    assert!(page("<pre>Radio: two reports\nPhoto: none</pre>").contains("Photo: none"));
    assert!(page("<p>Where the money of the fund went:<br>Foto: 3,000 euros</p>").contains("Foto: 3,000 euros"));
    assert!(!page("<div><img><br>The old mine<br>Foto: Mia Stein</div>").contains("Mia Stein"));
}

#[test]
fn short_lines_above_the_text_stay_if_they_are_set_as_it_is() {
    let page = |lines: &str| text_of(&format!("<article><h1>River takes ten villages</h1>{lines}{FLOOD}</article>"));
    assert!(page("<p>River, oh river</p><p>what do you take</p>").contains("River, oh river\n\nwhat do you take"));
    assert!(!page("<div>Africa</div>").contains("Africa"));
}

#[test]
fn a_page_of_short_items_is_not_replaced_by_what_it_states() {
    let items: Vec<String> = (1..40).map(|number| format!("Village {number} is dry again")).collect();
    let page = format!(
        "<script type='application/ld+json'>{{\"@type\": \"Article\", \"headline\": \"River takes ten villages\", \"articleBody\": \"{} And \
         this line is said to machines only.\"}}</script><article><h1>River takes ten villages</h1><ul><li>{}</ul></article>",
        items.join(" "),
        items.join("<li>")
    );
    assert!(text_of(&page).contains("- Village 3 is dry again\n- Village 4"), "{}", text_of(&page));
}

#[test]
fn a_page_without_a_title_is_not_cut_at_lines_without_letters() {
    let page = format!("<article>{FLOOD}<p>It rains<br>* * *<br>and rains.</p>{FLOOD}</article>");
    assert!(text_of(&page).contains("It rains\n* * *\nand rains."), "{}", text_of(&page));
}

#[test]
fn the_lines_around_a_headline_keep_their_links() {
    let page = format!(
        "<title>River takes ten villages</title><body><p><a href='/n'>News of the north</a><br>River takes ten villages<br>\
         <a href='/p'>Print this story on paper</a></p>{FLOOD}</body>"
    );
    assert!(!text_of(&page).contains("on paper"), "{}", text_of(&page));
}
