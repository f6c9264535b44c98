# Messages of `command`.
