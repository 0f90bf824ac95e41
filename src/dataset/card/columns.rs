//! The part of a dataset card on its columns: what each is, and how tools are told them, so that none has to guess a type.

use std::fmt::{self, Write};

use super::{Card, plain, row, rule};

impl Card<'_> {
    /// Writes the columns, if the format is a table of rows.
    pub(super) fn columns(&self, out: &mut String) -> fmt::Result {
        let Some(schema) = self.format.schema.map(|schema| schema(&self.settings)) else { return Ok(()) };
        writeln!(out, "## Columns\n")?;
        row(out, ["column", "what is in it"])?;
        rule(out, 2, 2)?;
        for column in schema.columns {
            row(out, [column.name, column.about])?;
        }
        if !schema.classes.is_empty() {
            let classes: Vec<String> = schema.classes.iter().map(|class| plain(class)).collect();
            writeln!(out, "\nThe classes, from 0: {}.", classes.join(", "))?;
        }
        let Some((_, path)) = self.data().next() else { return writeln!(out) };
        let (duckdb, spark) = if self.format.is_binary() {
            (format!("from read_parquet('{path}');"), format!("spark.read.parquet(\"{path}\")"))
        } else {
            (
                format!("from read_json('{path}', columns = {});", schema.duckdb()),
                format!("spark.read.schema(\"{}\").json(\"{path}\")", schema.spark()),
            )
        };
        writeln!(out, "\nNo column is ever null, and each has one type, also where its lists are all empty.\n")?;
        writeln!(
            out,
            "```python\n# datasets: the head of this card tells it the columns\nload_dataset(\"FOLDER\")\n```\n"
        )?;
        writeln!(out, "```sql\n-- DuckDB\n{duckdb}\n```\n\n```python\n# Spark\n{spark}\n```\n")
    }
}
