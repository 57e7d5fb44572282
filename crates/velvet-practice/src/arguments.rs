//! The command line of the standalone server.

use std::time::Duration;

use velvet_practice::Settings;

/// The usage text.
pub const USAGE: &str = "\
Usage: velvet-practice --port N [OPTIONS]

Runs a practice server that imitates apifansly.com on this computer. It prints one line of JSON with its address,
keys, and accounts, then runs until you stop it.

Options:
  --port N       Port on 127.0.0.1; 0 picks any free port (required)
  --seed S       Seed for the made-up accounts, fans, and chats; the same seed makes the same ones [default: 1]
  --plan PLAN    Plan of every key: free, starter, pro, or unlimited [default: unlimited]
  --latency MS   How long each answer takes, in milliseconds [default: 0]
  --fans N       Number of fans [default: 5000]
  --vips N       Number of fans on the first account's VIP list [default: 120]
  --credits N    Credits on every key [default: unlimited]
  --requests N   Number of received requests to remember [default: 100000]
  --marks MODE   What adding a fan does to their other flags, such as muted: keep or overwrite [default: keep]
  --key-seed S   Seed for the keys; the same seed makes the same ones [default: random keys at each start]";

/// Parses the arguments after the program's name.
pub fn parse(words: impl Iterator<Item = String>) -> Result<Settings, String> {
    let mut settings = Settings { control: true, requests_kept: 100_000, ..Settings::default() };
    let mut port = None;
    let mut words = words;
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--port" => port = Some(number(&word, &value?)?),
            "--seed" => settings.seed = number(&word, &value?)?,
            "--plan" => settings.plan = value?.parse()?,
            "--latency" => settings.latency = Duration::from_millis(number(&word, &value?)?),
            "--fans" => settings.fans = number(&word, &value?)?,
            "--vips" => settings.vips = number(&word, &value?)?,
            "--credits" => settings.credits = Some(number(&word, &value?)?),
            "--requests" => settings.requests_kept = number(&word, &value?)?,
            "--marks" => settings.marks = value?.parse()?,
            "--key-seed" => settings.key_seed = Some(number(&word, &value?)?),
            _ => return Err(format!("Unknown argument: {word}")),
        }
    }
    settings.port = port.ok_or("--port is required")?;
    Ok(settings)
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{name} must be a whole number in range, not {text:?}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use velvet_practice::{Marks, Plan};

    use super::parse;

    fn words(line: &str) -> impl Iterator<Item = String> {
        line.split_whitespace().map(str::to_owned)
    }

    #[test]
    fn every_word_is_understood() {
        let line = "--port 80 --seed 9 --plan free --latency 50 --fans 7 --vips 2 --credits 30 --requests 5 \
                    --marks overwrite --key-seed 4";
        let settings = parse(words(line)).unwrap();
        assert_eq!((settings.port, settings.seed, settings.plan), (80, 9, Plan::Free));
        assert_eq!((settings.latency, settings.fans), (Duration::from_millis(50), 7));
        assert_eq!((settings.vips, settings.credits, settings.requests_kept), (2, Some(30), 5));
        assert_eq!((settings.marks, settings.key_seed), (Marks::Overwrite, Some(4)));
        assert!(settings.control);
        let settings = parse(words("--port 80")).unwrap();
        assert_eq!((settings.marks, settings.key_seed), (Marks::Keep, None));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "",
            "--port",
            "--port x",
            "--port 70000",
            "--port 0 --plan gold",
            "--port 0 --colour red",
            "--port 0 --marks forget",
            "--fans 5",
        ] {
            assert!(parse(words(line)).is_err(), "{line}");
        }
    }
}
