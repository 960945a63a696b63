"""What the screens show and do, as plain classes that know no terminal."""
