//! The command line of the standalone service.

use std::time::Duration;

use velvet_practice::Settings;

/// What can be given.
pub const USAGE: &str = "\
usage: velvet-practice --port N [--seed S] [--plan free|starter|pro|unlimited] [--latency MS] [--fans N]
                       [--vips N] [--credits N] [--requests N] [--marks keep|overwrite] [--key-seed S]

  --port N      port on the loopback interface; 0 takes any that is free
  --seed S      the same seed makes the same world (1)
  --plan P      plan of every key (unlimited)
  --latency MS  how long an answer takes, in milliseconds (0)
  --fans N      how many fans there are (5000)
  --vips N      how many of them are VIPs of the first account (120)
  --credits N   credits of every key (they never run out)
  --requests N  how many received requests are remembered (100000)
  --marks M     what an add does to the other marks of a fan: keep or overwrite (keep)
  --key-seed S  the same seed makes the same keys (random at each start)";

/// Reads the words behind the program's name.
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
            _ => return Err(format!("{word} is not known")),
        }
    }
    settings.port = port.ok_or("--port is missing")?;
    Ok(settings)
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{name} needs a number that fits, not {text:?}"))
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
