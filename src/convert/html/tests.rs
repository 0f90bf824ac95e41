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
