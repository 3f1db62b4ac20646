package io.groundtrack.job.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A date or an instant, UTC: in 2024-06-01 or 2024-06-01T10:00:00Z → out an instant. */
final class TimeArgument implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    text + " (expected: 2024-06-01 or 2024-06-01T10:00:00Z)");
        }
    }
}
