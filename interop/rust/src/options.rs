// SPDX-License-Identifier: Apache-2.0

use crate::misused;
use std::{collections::HashMap, str::FromStr, time::Duration};

/// `--name value` pairs and what stands beside them.
pub struct Options {
    values: HashMap<String, String>,
    pub words: Vec<String>,
    /// What follows the word that stops the reading, if it came.
    pub rest: Option<Vec<String>>,
}

impl Options {
    pub fn read(args: Vec<String>, known: &[&str], stop: &str) -> Options {
        let mut options = Options { values: HashMap::new(), words: Vec::new(), rest: None };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            if arg == stop {
                options.rest = Some(args.collect());
                break;
            }
            let Some(name) = arg.strip_prefix("--") else {
                options.words.push(arg);
                continue;
            };
            let (name, value) = match name.split_once('=') {
                Some((name, value)) => (name.to_string(), Some(value.to_string())),
                None => (name.to_string(), args.next()),
            };
            if !known.contains(&name.as_str()) {
                misused(&format!("unknown option --{name}"));
            }
            let value = value.unwrap_or_else(|| misused(&format!("--{name} needs a value")));
            options.values.insert(name, value);
        }
        options
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub fn socket(&self) -> String {
        self.text("socket").unwrap_or_else(|| misused("--socket is missing")).to_string()
    }

    pub fn number<N: FromStr>(&self, name: &str, default: N) -> N {
        match self.text(name) {
            None => default,
            Some(text) => text.parse().unwrap_or_else(|_| misused(&format!("--{name} {text} is no number"))),
        }
    }

    /// As Go writes them, one unit: 5s, 300ms, 2m.
    pub fn duration(&self, name: &str, default: Duration) -> Duration {
        let Some(text) = self.text(name) else { return default };
        let (number, unit) = text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len()));
        let scale = match unit {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            _ => misused(&format!("--{name} {text} is no duration")),
        };
        match number.parse::<f64>() {
            Ok(n) if n >= 0.0 => Duration::from_secs_f64(n * scale),
            _ => misused(&format!("--{name} {text} is no duration")),
        }
    }
}
