def test_first_page_is_drawn_for_every_kind_of_person(world, client):
    for person in world.people.values():
        client.force_login(person)
        assert client.get("/").status_code == 200
