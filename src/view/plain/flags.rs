//! Explanations of flags at their first use.

use unicode_width::UnicodeWidthStr;

use super::super::page::Page;
use super::super::paint::pad;
use super::Plain;
use crate::event::NewFlag;

impl Plain<'_> {
    /// Adds a line for each flag, below the commands that use it.
    pub(super) fn new_flags(&self, page: &mut Page, flags: &[NewFlag]) {
        let width = flags.iter().map(|flag| flag.spelled.width()).max().unwrap_or(0);
        let under = " ".repeat(width + 6);
        for flag in flags {
            let spelled = self.look.dim(&pad(&flag.spelled, width));
            let told = self.look.wrap(&self.word(&flag.key), &under, &under);
            page.line(format!("    {spelled}  {}", self.look.dim(told.trim_start())));
        }
    }
}
