//! Reads a table with one article in each row: CSV with any usual separator, or JSON objects.
//!
//! ```text
//!   id ; headline ; body ; published ; url          text: body   title: headline   date: published   address: url
//! ```
//!
//! The column of each field is guessed from its name; if no name fits, the text is the longest column. A message says
//! which columns were used. A text in HTML is read as a page.

use serde_json::{Map, Value};

use super::kind::Kind;
use super::{ConvertError, Converted, TextOrigin, html};
use crate::say;

/// The columns of an article, and the names that they have.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "articlebody",
            "fulltext",
            "full_text",
            "article_text",
            "story",
            "maintext",
            "main_text",
            "document",
            "contents",
            "html",
            "inhalt",
            "texte",
            "texto",
            "testo",
            "texto_completo",
            "testo_completo",
            "treść",
            "metin",
            "corps",
            "corpo",
            "cuerpo",
            "contenido",
            "contenu",
            "contenuto",
            "conteúdo",
            "volltext",
            "artikel",
            "artikeltext",
            "beitrag",
            "nachricht",
            "noticia",
            "article_body",
            "body_text",
            "content_text",
            "tekst",
            "текст",
            "正文",
            "内容",
            "本文",
            "본문",
            "النص",
        ],
    ),
    (
        "title",
        &[
            "title",
            "headline",
            "head",
            "titel",
            "titre",
            "titulo",
            "título",
            "titolo",
            "manchete",
            "kop",
            "tytuł",
            "nagłówek",
            "başlık",
            "name",
            "subject",
            "überschrift",
            "schlagzeile",
            "titular",
            "encabezado",
            "заголовок",
            "标题",
            "タイトル",
            "제목",
            "العنوان",
        ],
    ),
    ("id", &["id", "_id", "doc_id", "docid", "document_id", "article_id", "uuid", "guid", "key", "nr"]),
    (
        "authors",
        &[
            "authors",
            "author",
            "byline",
            "by",
            "creator",
            "autor",
            "auteur",
            "writer",
            "autores",
            "auteurs",
            "autore",
            "autori",
            "autrice",
            "autora",
            "yazar",
            "verfasser",
            "автор",
            "作者",
        ],
    ),
    (
        "date",
        &[
            "date",
            "published",
            "publish_date",
            "date_publish",
            "published_at",
            "publishedat",
            "datepublished",
            "pub_date",
            "pubdate",
            "publication_date",
            "timestamp",
            "datum",
            "fecha",
            "time",
            "created_at",
            "fecha_publicacion",
            "date_publication",
            "veröffentlicht",
            "erschienen",
            "data",
            "data_pubblicazione",
            "data_publicacao",
            "data_publicação",
            "pubblicato",
            "publicado",
            "publicação",
            "publié",
            "publicatiedatum",
            "gepubliceerd",
            "data_publikacji",
            "tarih",
            "дата",
            "日期",
            "날짜",
        ],
    ),
    (
        "address",
        &[
            "url",
            "link",
            "address",
            "canonical",
            "href",
            "permalink",
            "source_url",
            "weburl",
            "uri",
            "indirizzo",
            "endereço",
            "dirección",
            "adresse",
            "collegamento",
        ],
    ),
    (
        "publisher",
        &[
            "publisher",
            "source",
            "outlet",
            "publication",
            "site",
            "site_name",
            "source_domain",
            "newspaper",
            "medium",
            "domain",
            "quelle",
            "medio",
            "fuente",
            "fonte",
            "testata",
            "giornale",
            "jornal",
            "periódico",
            "krant",
            "bron",
            "veículo",
            "źródło",
            "kaynak",
            "journal",
            "zeitung",
            "источник",
            "来源",
        ],
    ),
    ("language", &["language", "lang", "sprache", "langue", "idioma", "lingua", "língua", "taal", "język", "dil"]),
    ("license", &["license", "licence", "rights", "lizenz", "licenza", "licença", "licencia"]),
];

/// The words between a field and what it is of.
const OF: &[&str] = &["of", "de", "du", "des", "d", "del", "della", "dell", "di", "da", "do", "der", "van"];

/// A date is at most this long, in bytes.
const DATE: usize = 40;

/// A row: the names of its columns, each with its value.
type TableEntry = Vec<(String, String)>;

/// Reads the articles of a table. Also returns a sentence about the columns that were used.
///
/// # Errors
/// If a row cannot be read, or no column has texts.
pub(crate) fn read(kind: Kind, table: &str) -> Result<(Vec<Converted>, String), ConvertError> {
    let rows = match kind {
        Kind::Csv => csv_rows(table)?,
        _ => json_rows(table)?,
    };
    if rows.is_empty() {
        return Err(ConvertError::Table("it has no rows".into()));
    }
    let columns = columns(&rows)?;
    let taken = columns
        .iter()
        .map(|(field, column)| if field == column { field.to_string() } else { format!("{field} from {column}") });
    let mut said = format!("columns: {}", taken.collect::<Vec<_>>().join(", "));
    let texts: Vec<Converted> =
        rows.iter().map(|row| converted(row, &columns)).filter(|row| !row.text.trim().is_empty()).collect();
    if texts.len() < rows.len() {
        said += &format!("; left out: {} without a text", say::count(rows.len() - texts.len(), "row"));
    }
    Ok((texts, said))
}

/// Returns the column for each field: the first of its names that exists; for the text, if no name fits, the column
/// with the longest cells.
fn columns(rows: &[TableEntry]) -> Result<Vec<(&'static str, String)>, ConvertError> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().take(1000).flatten() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let length =
        |name: &str| rows.iter().flatten().filter(|(own, _)| own == name).map(|(_, cell)| cell.len()).sum::<usize>();
    // A column called data may hold dates, or the texts.
    let is_fit = |field: &str, name: &str| field != "date" || length(name) <= rows.len() * DATE;
    let called = |(field, known): &(&'static str, &[&str])| {
        let is_it = |own: &str, name: &str| plain_name(name) == own || is_of(own, name);
        let found = known.iter().find_map(|own| names.iter().find(|name| is_it(own, name) && is_fit(field, name)))?;
        Some((*field, (*found).to_string()))
    };
    let mut columns: Vec<(&str, String)> = COLUMNS.iter().filter_map(called).collect();
    if columns.first().is_none_or(|(field, _)| *field != "text") {
        let free = names.iter().filter(|name| columns.iter().all(|(_, taken)| taken != *name));
        // "Inhalt des Artikels" is named after its text, too.
        let is_about = |name: &str| {
            let name = name.to_lowercase();
            name.split(|c: char| !c.is_alphanumeric()).any(|word| COLUMNS[0].1.contains(&word))
        };
        let is_text = |name: &&&str| length(name) >= rows.len() * if is_about(name) { 20 } else { 80 };
        let longest = free.max_by_key(|name| length(name)).filter(is_text);
        let longest = longest.ok_or_else(|| {
            ConvertError::Table(format!("no column has texts; its columns are: {}", names.join(", ")))
        })?;
        columns.insert(0, ("text", (*longest).to_string()));
    }
    Ok(columns)
}

/// Returns whether a column is called after a field and something that it is of: "Data di pubblicazione" after "data".
fn is_of(known: &str, name: &str) -> bool {
    let name = plain_name(name).replace(['\'', '’'], "_");
    name.strip_prefix(known)
        .and_then(|rest| rest.strip_prefix('_'))
        .is_some_and(|rest| rest.split_once('_').is_some_and(|(of, what)| OF.contains(&of) && !what.is_empty()))
}

/// Returns the name of a column as [`COLUMNS`] has it.
fn plain_name(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

fn converted(row: &[(String, String)], columns: &[(&str, String)]) -> Converted {
    let get = |field: &str| {
        let (_, column) = columns.iter().find(|(own, _)| *own == field)?;
        let cell = row.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.trim())?;
        Some(cell.to_string()).filter(|cell| !cell.is_empty())
    };
    let text = get("text").unwrap_or_default().replace("\r\n", "\n");
    let is_page = ["<p>", "<p ", "<div", "<br"].iter().any(|tag| text.contains(tag));
    let mut converted = if is_page { html::read(&text) } else { super::plain::read(text + "\n") };
    let title = get("title");
    // A headline that is not at the beginning of the text is put above it, as in a page.
    if let Some(title) =
        title.as_ref().filter(|title| !converted.text.starts_with(title.as_str()) && !converted.text.trim().is_empty())
    {
        converted.text = format!("{title}\n\n{}", converted.text);
    }
    let authors = get("authors").map(|names| names.split([';', '|']).map(|name| name.trim().to_string()).collect());
    converted.origin = TextOrigin {
        title,
        authors: authors.unwrap_or_default(),
        date: get("date"),
        address: get("address"),
        publisher: get("publisher"),
        language: get("language"),
        license: get("license"),
    };
    converted.name = get("id");
    converted
}

fn csv_rows(table: &str) -> Result<Vec<TableEntry>, ConvertError> {
    let table = table.trim_start_matches('\u{feff}');
    let head = table.lines().next().unwrap_or_default();
    let separator = [b'\t', b';', b',', b'|']
        .into_iter()
        .max_by_key(|sign| head.bytes().filter(|byte| byte == sign).count())
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(table.as_bytes());
    let fault = |error: csv::Error| ConvertError::Table(format!("it cannot be read as CSV: {error}"));
    let names: Vec<String> = reader.headers().map_err(fault)?.iter().map(str::to_string).collect();
    let rows = reader.records().map(|row| {
        let row = row.map_err(fault)?;
        Ok(names.iter().cloned().zip(row.iter().map(str::to_string)).collect())
    });
    match rows.collect::<Result<Vec<TableEntry>, _>>()? {
        rows if rows.is_empty() && !names.is_empty() => {
            Err(ConvertError::Table(format!("it has no rows; its columns are: {}", names.join(", "))))
        }
        rows => Ok(rows),
    }
}

fn json_rows(table: &str) -> Result<Vec<TableEntry>, ConvertError> {
    let table = table.trim_start_matches('\u{feff}').trim();
    let objects: Vec<Map<String, Value>> = match serde_json::from_str(table) {
        Ok(Value::Object(object)) => listed(object),
        Ok(value) => serde_json::from_value(value)
            .map_err(|error| ConvertError::Table(format!("it is no list of objects: {error}")))?,
        Err(error) if table.starts_with('[') => {
            return Err(ConvertError::Table(format!("it cannot be read as JSON: {error}")));
        }
        Err(_) => {
            let lines = table.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let read = lines.map(|(number, line)| {
                serde_json::from_str(line).map_err(|error| {
                    ConvertError::Table(format!("line {} cannot be read as JSON: {error}", number + 1))
                })
            });
            read.collect::<Result<_, _>>()?
        }
    };
    Ok(objects
        .into_iter()
        .map(|object| object.into_iter().map(|(name, value)| (name, cell(value))).collect())
        .collect())
}

/// Returns the objects in the longest list of an object, such as `{"articles": [{…}, …]}`; without one, the object itself.
/// An object with a text is an article, whatever it lists: comments, pictures.
fn listed(object: Map<String, Value>) -> Vec<Map<String, Value>> {
    let is_text = |(name, value): (&String, &Value)| {
        COLUMNS[0].1.contains(&plain_name(name).as_str()) && value.as_str().is_some_and(|text| !text.trim().is_empty())
    };
    if object.iter().any(is_text) {
        return vec![object];
    }
    let list = |value: &Value| value.as_array().filter(|list| list.iter().all(Value::is_object)).map(Vec::len);
    let longest = object.iter().filter_map(|(name, value)| Some((list(value)?, name.clone()))).max();
    match longest
        .filter(|(count, _)| *count > 0)
        .and_then(|(_, name)| serde_json::from_value(object[&name].clone()).ok())
    {
        Some(objects) => objects,
        None => vec![object],
    }
}

/// Returns a value as a cell; the items of a list are joined by semicolons.
fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words,
        Value::Array(values) => values.into_iter().map(cell).collect::<Vec<_>>().join("; "),
        Value::Object(mut object) => object.remove("name").map(cell).unwrap_or_default(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_names() {
        let (texts, said) = read(Kind::Csv, "\u{feff}ID;Headline;Body;Published;URL\n7;The flood;\"Ten died;\nmore hurt.\";2026-05-03;https://a.b/c\n8;x;;;\n").unwrap();
        assert_eq!(
            said,
            "columns: text from Body, title from Headline, id from ID, date from Published, address from URL; left out: 1 row without a text"
        );
        assert_eq!(texts.len(), 1, "a row without a text is none");
        assert_eq!(texts[0].text, "The flood\n\nTen died;\nmore hurt.\n");
        assert_eq!((texts[0].name.as_deref(), texts[0].origin.date.as_deref()), (Some("7"), Some("2026-05-03")));
    }

    #[test]
    fn the_longest_column_is_the_text_where_no_name_says_so() {
        let long =
            "The river rose by two metres in one night, the governor said on Sunday, and ten villages lost power.";
        let (texts, said) = read(
            Kind::Jsonl,
            &format!("{{\"id\": 1, \"what\": \"{long}\", \"who\": \"Ann\"}}\n\n{{\"id\": 2, \"what\": \"{long}\"}}"),
        )
        .unwrap();
        assert_eq!((texts.len(), said.as_str()), (2, "columns: text from what, id"));
        assert!(read(Kind::Jsonl, "{\"a\": 1}").unwrap_err().to_string().contains("its columns are: a"));
        assert!(
            read(Kind::Jsonl, "{\"text\": \"a\"}\n{").unwrap_err().to_string().starts_with("line 2 cannot be read")
        );
    }

    #[test]
    fn a_column_of_data_may_have_the_texts() {
        let long = "The river rose by two metres in one night, the governor said, and ten villages lost all power.";
        assert_eq!(read(Kind::Csv, &format!("id,data\n1,\"{long}\"\n")).unwrap().1, "columns: text from data, id");
    }

    #[test]
    fn columns_have_names_in_other_languages() {
        let said = |table: &str| read(Kind::Csv, table).unwrap().1;
        assert_eq!(said("titre;corps\nCrue;L’eau monte.\n"), "columns: text from corps, title from titre");
        assert_eq!(
            said("titular,cuerpo,medio\nA,Llueve.,G\n"),
            "columns: text from cuerpo, title from titular, publisher from medio"
        );
        assert_eq!(
            said("Data;Titolo;Autore;Testo\n3/5/2026;Piena;Ada;L’acqua sale.\n"),
            "columns: text from Testo, title from Titolo, authors from Autore, date from Data"
        );
        assert_eq!(
            said("Título da notícia,Data de publicação,Texto,Jornal\nCheia,3/5/2026,A água sobe.,G\n"),
            "columns: text from Texto, title from Título da notícia, date from Data de publicação, publisher from Jornal"
        );
        let named = "id,Überschrift,Inhalt des Artikels\n1,Flut,Der Fluss stieg um zwei Meter.\n";
        assert_eq!(said(named), "columns: text from Inhalt des Artikels, title from Überschrift, id");
    }

    #[test]
    fn a_table_without_rows_says_so() {
        let said = |kind, table: &str| read(kind, table).unwrap_err().to_string();
        assert_eq!(said(Kind::Csv, "id\ttitle\ttext\n"), "it has no rows; its columns are: id, title, text");
        assert_eq!(said(Kind::Jsonl, "[]"), "it has no rows");
    }

    #[test]
    fn a_list_in_an_object_has_the_articles() {
        let texts =
            |json: &str| read(Kind::Jsonl, json).unwrap().0.into_iter().map(|text| text.text).collect::<Vec<_>>();
        assert_eq!(texts("{\"count\": 2,\n \"articles\": [{\"text\": \"a\"}, {\"text\": \"b\"}]}"), ["a\n", "b\n"]);
        assert_eq!(texts("{\n\"text\": \"a\"\n}"), ["a\n"]);
        assert_eq!(texts("{\"text\": \"a\", \"comments\": [{\"text\": \"b\"}, {\"text\": \"c\"}]}"), ["a\n"]);
        assert!(read(Kind::Jsonl, "[1, 2]").unwrap_err().to_string().starts_with("it is no list of objects"));
    }

    #[test]
    fn a_cell_of_html_is_read_as_a_page() {
        let (texts, _) = read(Kind::Jsonl, "[{\"text\": \"<p>Ten died in the flood of Sunday, it is said.</p><p>b</p>\", \"authors\": [\"Ann\", \"Bo\"]}]").unwrap();
        assert_eq!(texts[0].text, "Ten died in the flood of Sunday, it is said.\n\nb\n");
        assert_eq!(texts[0].origin.authors, ["Ann", "Bo"]);
    }
}
