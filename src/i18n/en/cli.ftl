# Messages of `cli`.
