//! `diptych schema [FORMAT]`: prints what a line of a dataset looks like, for programs that read it.

use clap::builder::PossibleValuesParser;

use super::{Answer, RecordArg};
use crate::corpus::Corpus;
use crate::failure::Failure;
use crate::formats::wire::exported::{ExportOptions, ExportSettings, RecordUnit};
use crate::formats::{self, FORMATS};

/// Print the JSON Schema of a line of jsonl, or the columns for other tools
#[derive(Debug, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:\n  diptych schema > schema.json\n  diptych schema hf --for datasets\n\n\
    The classes of hf are those of the labels of the corpus in this folder.")]
pub(crate) struct Args {
    /// The format
    #[arg(default_value = "jsonl", value_parser = PossibleValuesParser::new(
        FORMATS.iter().filter(|format| format.schema.is_some()).map(|format| format.name)
    ))]
    format: String,
    /// What a record is about
    #[arg(long, value_name = "UNIT", value_enum, default_value = "document")]
    by: RecordArg,
    /// The tool that is told
    #[arg(long = "for", value_name = "TOOL", value_enum, default_value = "json-schema")]
    tool: ToolArg,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum ToolArg {
    JsonSchema,
    Spark,
    Duckdb,
    Datasets,
}

/// Prints the schema.
///
/// # Errors
/// When the `corpus.ron` of this folder cannot be read.
pub(crate) fn run(args: &Args) -> Result<Answer, Failure> {
    let corpus = Corpus::here(std::path::Path::new("."))?;
    let unit = RecordUnit::from(args.by);
    let settings =
        ExportSettings { scheme: corpus.scheme(), options: ExportOptions { unit, ..ExportOptions::default() } };
    let schema = formats::find(&args.format).and_then(|format| format.schema).map(|schema| schema(&settings));
    let Some(schema) = schema else { return Err(Failure::new(format!("{} has no columns", args.format))) };
    super::print(&match args.tool {
        ToolArg::JsonSchema => schema.json_schema(&format!("A line of {} by diptych", args.format)),
        ToolArg::Spark => schema.spark() + "\n",
        ToolArg::Duckdb => schema.duckdb() + "\n",
        ToolArg::Datasets => schema.features(),
    })?;
    Ok(Answer::Done)
}
