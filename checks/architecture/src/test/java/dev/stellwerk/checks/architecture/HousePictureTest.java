package dev.stellwerk.checks.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/house.md} shows the packages as they are, without a cycle and without an arrow upward. */
class HousePictureTest {
    private static final Path PAGE = Path.of("../../docs/house.md");
    private static final String DRAW = "./mvnw test -pl checks/architecture -am -Dtest=HousePictureTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dhouse.draw=true";

    private static final Picture PICTURE =
            new Picture(new ClassFileImporter().importLocations(new Modules.Production().get(HousePictureTest.class)));

    @Test
    void no_arrow_leads_upward_or_to_a_neighbour() {
        assertThat(PICTURE.arrowsNotDownward()).isEmpty();
    }

    @Test
    void no_package_leads_back_to_itself() {
        assertThat(PICTURE.onCycles()).isEmpty();
    }

    @Test
    void the_page_shows_the_house_as_it_is() throws IOException {
        if (Boolean.getBoolean("house.draw")) {
            Files.writeString(PAGE, PICTURE.drawn());
        }
        assertThat(Files.readString(PAGE)).as("draw it anew: %s", DRAW).isEqualTo(PICTURE.drawn());
    }

    @Test
    void a_package_on_no_floor_is_noticed() {
        assertThat(catchThrowable(() -> Picture.room("attic.boxes"))).hasMessageContaining("stands on no floor");
    }
}
