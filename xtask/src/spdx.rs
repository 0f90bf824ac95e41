//! Licence expressions after SPDX: whether a list of allowed licences satisfies one.
//!
//! ```text
//! expression = term ("OR" term)*        "/", which older crates write, means OR
//! term       = factor ("AND" factor)*
//! factor     = "(" expression ")" | NAME ["WITH" EXCEPTION]
//! ```
//!
//! Source: the SPDX specification 2.3, annex D.

/// Returns whether somebody who accepts only the allowed licences may use what has this licence. An expression that cannot
/// be read is not satisfied.
pub fn satisfied(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = Words { left: spaced.split_whitespace().collect(), allowed };
    words.left.reverse();
    let satisfied = words.expression();
    satisfied && words.left.is_empty()
}

/// The words that are not read yet, the next one last.
struct Words<'a> {
    left: Vec<&'a str>,
    allowed: &'a [String],
}

impl Words<'_> {
    fn expression(&mut self) -> bool {
        let mut satisfied = self.term();
        while self.take("OR") {
            satisfied |= self.term();
        }
        satisfied
    }

    fn term(&mut self) -> bool {
        let mut satisfied = self.factor();
        while self.take("AND") {
            satisfied &= self.factor();
        }
        satisfied
    }

    fn factor(&mut self) -> bool {
        if self.take("(") {
            let satisfied = self.expression();
            return self.take(")") && satisfied;
        }
        let Some(name) = self.left.pop() else { return false };
        let name = match self.take("WITH") {
            true => format!("{name} WITH {}", self.left.pop().unwrap_or_default()),
            false => name.to_string(),
        };
        self.allowed.contains(&name)
    }

    fn take(&mut self, word: &str) -> bool {
        let next = self.left.last() == Some(&word);
        if next {
            self.left.pop();
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::satisfied;

    #[test]
    fn one_of_several_is_enough_and_all_of_several_are_needed() {
        let allowed = ["MIT".to_string(), "Unicode-3.0".to_string()];
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("Apache-2.0 OR MIT", true),
            ("Apache-2.0/MIT", true),
            ("Apache-2.0 AND MIT", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("MIT AND (Apache-2.0 OR GPL-3.0)", false),
            ("Apache-2.0 WITH LLVM-exception", false),
            ("", false),
            ("MIT MIT", false),
        ] {
            assert_eq!(satisfied(expression, &allowed), expected, "{expression}");
        }
    }
}
