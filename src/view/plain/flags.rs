//! What flags do, where they appear for the first time.

use unicode_width::UnicodeWidthStr;

use super::super::page::Page;
use super::super::paint::pad;
use super::Plain;
use crate::event::NewFlag;

impl Plain<'_> {
    /// A line a flag, under the commands that have it.
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
